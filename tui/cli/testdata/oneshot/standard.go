// Standard sends one message to the server in its argument with net/smtp.
package main

import (
	"log"
	"net/smtp"
	"os"
)

func main() {
	text := []byte("Subject: hello\r\n\r\nhello, world\r\n")
	if err := smtp.SendMail(os.Args[1], nil, "bob@example.org", []string{"alice@example.com"}, text); err != nil {
		log.Fatal(err)
	}
}
