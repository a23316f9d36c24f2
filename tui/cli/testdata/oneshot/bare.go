// Bare says the same on a bare connection, in as few writes as there can be.
package main

import (
	"bufio"
	"log"
	"net"
	"os"
	"strings"
)

func main() {
	conn, err := net.Dial("tcp", os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	r := bufio.NewReader(conn)
	hear(r, 1)
	for _, group := range []string{
		"EHLO localhost\r\n",
		"MAIL FROM:<bob@example.org>\r\nRCPT TO:<alice@example.com>\r\nDATA\r\n",
		"Subject: hello\r\n\r\nhello, world\r\n.\r\nQUIT\r\n",
	} {
		if _, err := conn.Write([]byte(group)); err != nil {
			log.Fatal(err)
		}
		replies := strings.Count(group, "\r\n")
		if strings.HasSuffix(group, "QUIT\r\n") {
			replies = 2
		}
		hear(r, replies)
	}
}

// hear reads replies, none of which may say no.
func hear(r *bufio.Reader, replies int) {
	for replies > 0 {
		line, err := r.ReadString('\n')
		if err != nil || len(line) < 5 || line[0] > '3' {
			log.Fatalf("%q %v", line, err)
		}
		if line[3] == ' ' {
			replies--
		}
	}
}
