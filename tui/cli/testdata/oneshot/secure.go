// Secure sends one message to the server in its argument with net/smtp, behind
// STARTTLS. It asks for no proof of who the server is.
package main

import (
	"crypto/tls"
	"log"
	"net/smtp"
	"os"
)

func main() {
	c, err := smtp.Dial(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	if err := c.StartTLS(&tls.Config{InsecureSkipVerify: true}); err != nil {
		log.Fatal(err)
	}
	if err := c.Mail("bob@example.org"); err != nil {
		log.Fatal(err)
	}
	if err := c.Rcpt("alice@example.com"); err != nil {
		log.Fatal(err)
	}
	w, err := c.Data()
	if err != nil {
		log.Fatal(err)
	}
	if _, err := w.Write([]byte("Subject: hello\r\n\r\nhello, world\r\n")); err != nil {
		log.Fatal(err)
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}
	if err := c.Quit(); err != nil {
		log.Fatal(err)
	}
}
