package smtp

import "strings"

var oddLines = firstWords + directions + paths + locals + domains + parameters + arguments

const firstWords = `
FOO
~~~ UnknownVerb
RCTP TO:<a@b.example>
~~~~ UnknownVerb
MAILFROM:<a@b.example>
~~~~~~~~~~~~~~~~~~~~~~ UnknownVerb
RCPTTO:<a@b.example>
~~~~~~~~~~~~~~~~~~~~ UnknownVerb
MAIL: x
~~~~~ UnknownVerb
AUTH=PLAIN
~~~~~~~~~~ UnknownVerb
250-SIZE 100
~~~~~~~~ UnknownVerb
GET / HTTP/1.1
~~~ UnknownVerb
http://x.example/
~~~~~~~~~~~~~~~~~ UnknownVerb
Subject: hi
~~~~~~~~ HeaderAsCommand
subject:hi
~~~~~~~~ HeaderAsCommand
From: Alice <alice@b.example>
~~~~~ HeaderAsCommand
Date: now
~~~~~ HeaderAsCommand
SIZE 100
~~~~ OfferAsVerb
size=100
~~~~~~~~ OfferAsVerb
8BITMIME
~~~~~~~~ OfferAsVerb
PIPELINING
~~~~~~~~~~ OfferAsVerb
ENHANCEDSTATUSCODES
~~~~~~~~~~~~~~~~~~~ OfferAsVerb
`

const directions = `
MAIL
    ^ MissingArgument
RCPT
    ^ MissingArgument
MAIL FROM
         ^ MissingColon
         ^ MissingArgument
MAIL FROM:
          ^ MissingArgument
RCPT TO:
        ^ MissingArgument
MAIL <a@b.example>
     ^ MissingFrom
MAIL a@b.example
     ^ MissingFrom
     ~~~~~~~~~~~ MissingAngleBrackets
MAIL :<a@b.example>
     ^ MissingFrom
MAIL FORM:<a@b.example>
     ~~~~ MissingFrom
RCPT <a@b.example>
     ^ MissingTo
RCPT carol
     ^ MissingTo
     ~~~~~ MissingAngleBrackets
          ^ MissingDomain
MAIL TO:<a@b.example>
     ~~ WrongDirection
RCPT FROM:<a@b.example>
     ~~~~ WrongDirection
MAIL TO <a@b.example>
     ~~ WrongDirection
       ^ MissingColon
SEND TO:<a@b.example>
     ~~ WrongDirection
MAIL FROM<a@b.example>
         ^ MissingColon
MAIL FROM <a@b.example>
         ^ MissingColon
MAIL FROM=<a@b.example>
         ~ MissingColon
RCPT TO;<a@b.example>
       ~ MissingColon
MAIL FROM :<a@b.example>
         ~ SpaceBeforeColon
MAIL FROM: <a@b.example>
          ~ SpaceAfterColon
MAIL FROM:   <a@b.example>
          ~~~ SpaceAfterColon
RCPT TO : <a@b.example>
       ~ SpaceBeforeColon
         ~ SpaceAfterColon
MAIL  FROM:<a@b.example>
     ~ ExtraSpace
`

const paths = `
MAIL FROM:a@b.example
          ~~~~~~~~~~~ MissingAngleBrackets
MAIL FROM: bob@example.org
          ~ SpaceAfterColon
           ~~~~~~~~~~~~~~~ MissingAngleBrackets
MAIL FROM:a@b.example>
          ~~~~~~~~~~~ MissingAngleBrackets
MAIL FROM:<a@b.example
                      ^ UnclosedBracket
MAIL FROM:<a@b.example SIZE=1
                      ^ UnclosedBracket
MAIL FROM:<
           ^ UnclosedBracket
RCPT TO:<
         ^ UnclosedBracket
MAIL FROM:<a@b.example>>
                       ~ BadParameter
MAIL FROM:Bob <a@b.example>
          ~~~ DisplayName
MAIL FROM:"Bob B" <a@b.example> SIZE=1
          ~~~~~~~ DisplayName
MAIL FROM:"Bob B"<a@b.example>
          ~~~~~~~ DisplayName
MAIL FROM:<Bob <a@b.example>>
           ~~~ DisplayName
RCPT TO:<"Bob" <a@b.example>>
         ~~~~~ DisplayName
RCPT TO:Bob a@b.example
        ~~~ DisplayName
            ~~~~~~~~~~~ MissingAngleBrackets
RCPT TO:<a@b.example> <c@d.example>
                      ~~~~~~~~~~~~~ TwoPaths
RCPT TO:<a@b.example>,<c@d.example>
                      ~~~~~~~~~~~~~ TwoPaths
RCPT TO:<a@b.example><c@d.example>
                     ~~~~~~~~~~~~~ TwoPaths
RCPT TO:<a@b.example>, c@d.example, e@f.example
                       ~~~~~~~~~~~~~~~~~~~~~~~~ TwoPaths
RCPT TO:<a@b.example, c@d.example>
                      ~~~~~~~~~~~ TwoPaths
RCPT TO:a@b.example,c@d.example NOTIFY=NEVER
        ~~~~~~~~~~~ MissingAngleBrackets
                    ~~~~~~~~~~~ TwoPaths
MAIL FROM:<a@b.example> <c@d.example> SIZE=1
                        ~~~~~~~~~~~~~ TwoPaths
RCPT TO:<>
        ~~ EmptyForwardPath
RCPT TO:<alice>
              ^ MissingDomain
RCPT TO:<alice@>
               ^ MissingDomain
MAIL FROM:<Postmaster>
                     ^ MissingDomain
MAIL FROM:postmaster
          ~~~~~~~~~~ MissingAngleBrackets
                    ^ MissingDomain
RCPT TO:<@hop.example,@b.example:carol@example.com>
         ~~~~~~~~~~~~~~~~~~~~~~~~ SourceRoute
RCPT TO:<@hop.example,b.example:carol@example.com>
         ~~~~~~~~~~~~~~~~~~~~~~~ SourceRoute
                      ~~~~~~~~~ BadDomain
RCPT TO:@hop.example:carol@example.com
        ~~~~~~~~~~~~~ SourceRoute
        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ MissingAngleBrackets
`

const locals = `
RCPT TO:<@b.example>
         ^ BadLocalPart
RCPT TO:<@>
         ^ BadLocalPart
          ^ MissingDomain
RCPT TO:<a@b@c.example>
          ~ BadLocalPart
RCPT TO:<bo b@c.example>
           ~ BadLocalPart
RCPT TO:<.bob@c.example>
         ~ BadLocalPart
RCPT TO:<b..ob.@c.example>
           ~ BadLocalPart
              ~ BadLocalPart
RCPT TO:<b(o)b@c.example>
          ~ BadLocalPart
            ~ BadLocalPart
RCPT TO:<joe\,smith@c.example>
            ~~ BadLocalPart
RCPT TO:<"bob"x@c.example>
              ~ BadLocalPart
RCPT TO:<"bob@c.example>
         ~~~~ BadLocalPart
RCPT TO:<<a@b.example>>
         ~ BadLocalPart
                      ~ BadParameter
RCPT TO:<12345678901234567890123456789012345678901234567890123456789012345@c.example>
         ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ LocalPartTooLong
`

const domains = `
RCPT TO:<bob@ehlo..test>
                  ~ BadDomain
RCPT TO:<bob@.test.>
             ~ BadDomain
                  ~ BadDomain
RCPT TO:<bob@-a-.b_c.test>
             ~ BadDomain
               ~ BadDomain
                  ~ BadDomain
RCPT TO:<bob@x.example:25>
                      ~ BadDomain
RCPT TO:<bob@1234567890123456789012345678901234567890123456789012345678901234.example>
             ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ BadDomain
RCPT TO:<bob@127.0.0.1>
             ~~~~~~~~~ BareAddress
RCPT TO:<bob@[127.0.0.256]>
             ~~~~~~~~~~~~~ BadLiteral
RCPT TO:<bob@[127.0.0.1>
             ~~~~~~~~~~ BadLiteral
RCPT TO:<bob@[::1]>
             ~~~~~ BadLiteral
RCPT TO:<bob@[]>
             ~~ BadLiteral
EHLO pc
     ~~ SingleLabel
LHLO localhost
     ~~~~~~~~~ SingleLabel
EHLO -
     ~ BadDomain
HELO bad_host!name
        ~ BadDomain
             ~ BadDomain
EHLO x.example.
              ~ BadDomain
EHLO 127.0.0.1
     ~~~~~~~~~ BareAddress
EHLO 2001:db8::1
     ~~~~~~~~~~~ BareAddress
EHLO IPv6:::1
     ~~~~~~~~ BareAddress
HELO [127.0.0.1]
     ~~~~~~~~~~~ LiteralInHelo
EHLO [127.0.0.1
     ~~~~~~~~~~ BadLiteral
EHLO [IPv6:1:2]
     ~~~~~~~~~~ BadLiteral
`

const parameters = `
MAIL SIZE=1 FROM:<a@b.example>
     ~~~~~~ ParameterBeforePath
MAIL FROM:SIZE=1 <a@b.example>
          ~~~~~~ ParameterBeforePath
MAIL FROM:SMTPUTF8 <a@b.example>
          ~~~~~~~~ ParameterBeforePath
MAIL FROM:SIZE=1
          ~~~~~~ ParameterBeforePath
                ^ MissingArgument
MAIL SIZE=1
     ~~~~~~ ParameterBeforePath
           ^ MissingFrom
           ^ MissingArgument
MAIL FROM:<a@b.example>SIZE=1
                       ~~~~~~ BadParameter
MAIL FROM:<a@b.example>  SIZE=1
                        ~ ExtraSpace
MAIL FROM:<a@b.example> SIZE = 100
                        ~~~~ BadParameter
                             ~ BadParameter
MAIL FROM:<a@b.example> SIZE=1 SIZE=2
                               ~~~~~~ ParameterTwice
MAIL FROM:<a@b.example> foo=bar FOO
                                ~~~ ParameterTwice
MAIL FROM:<a@b.example> SIZE
                        ~~~~ BadParameter
MAIL FROM:<a@b.example> SIZE=
                        ~~~~~ BadParameter
MAIL FROM:<a@b.example> SIZE=abc
                             ~~~ BadParameter
MAIL FROM:<a@b.example> SIZE=123456789012345678901
                             ~~~~~~~~~~~~~~~~~~~~~ BadParameter
MAIL FROM:<a@b.example> SIZE=100,BODY=8BITMIME
                             ~~~~~~~~~~~~~~~~~ BadParameter
MAIL FROM:<a@b.example> X=1=2
                          ~~~ BadParameter
MAIL FROM:<a@b.example> =5
                        ~ BadParameter
MAIL FROM:<a@b.example> -X=5
                        ~~ BadParameter
MAIL FROM:<a@b.example> BODY=FOO
                             ~~~ BadParameter
MAIL FROM:<a@b.example> SMTPUTF8=yes
                                 ~~~ BadParameter
MAIL FROM:<a@b.example> RET=BOGUS ENVID=a+2g
                            ~~~~~ BadParameter
                                        ~~~~ BadParameter
MAIL FROM:<a@b.example> BY=soon MT-PRIORITY=10 HOLDFOR=
                           ~~~~ BadParameter
                                            ~~ BadParameter
                                               ~~~~~~~~ BadParameter
RCPT TO:<a@b.example> NOTIFY=NEVER,SUCCESS
                             ~~~~~~~~~~~~~ BadParameter
RCPT TO:<a@b.example> NOTIFY=MAYBE ORCPT=bob@ehlo.test
                             ~~~~~ BadParameter
                                         ~~~~~~~~~~~~~ BadParameter
XFORWARD BOGUS
         ~~~~~ BadParameter
`

const arguments = `
EHLO
    ^ MissingArgument
EHLO two.example words here
                 ~~~~~~~~~~ UnexpectedArgument
EHLO  x.example
     ~ ExtraSpace
DATA hello
     ~~~~~ UnexpectedArgument
RSET x
     ~ UnexpectedArgument
QUIT now
     ~~~ UnexpectedArgument
STARTTLS now
         ~~~ UnexpectedArgument
TURN x
     ~ UnexpectedArgument
VRFY
    ^ MissingArgument
VRFY Joe Smith
         ~~~~~ UnexpectedArgument
EXPN a SMTPUTF8 b
                ~ UnexpectedArgument
BDAT
    ^ MissingArgument
BDAT x LAST
     ~ BadArgument
BDAT -5
     ~~ BadArgument
BDAT 5 lst
       ~~~ BadArgument
BDAT 5 LAST x
            ~ UnexpectedArgument
BDAT 99999999999999999999
     ~~~~~~~~~~~~~~~~~~~~ BadArgument
AUTH
    ^ MissingArgument
AUTH PL!AIN
     ~~~~~~ BadArgument
AUTH PLAIN not*base64
           ~~~~~~~~~~ BadArgument
AUTH PLAIN = x
             ~ UnexpectedArgument
ETRN
    ^ MissingArgument
ETRN a b
       ~ UnexpectedArgument
BURL imap://x.example/ y
                       ~ BadArgument
XCLIENT
       ^ MissingArgument
`

// oddOctets are lines that cannot be drawn.
var oddOctets = []struct {
	line string
	want []Fault
}{
	{"", []Fault{{EmptyLine, Span{0, 0}}}},
	{"\r\n", []Fault{{EmptyLine, Span{0, 0}}}},
	{"  \r\n", []Fault{{EmptyLine, Span{0, 0}}}},
	{" NOOP\r\n", []Fault{{LeadingSpace, Span{0, 1}}}},
	{"\t NOOP\r\n", []Fault{{ControlOctet, Span{0, 1}}, {LeadingSpace, Span{0, 2}}}},
	{"NOOP\n", []Fault{{BareLF, Span{4, 5}}}},
	{"NOOP \n", []Fault{{BareLF, Span{5, 6}}}},
	{"NOOP\nNOOP\r\n", []Fault{{BareLF, Span{4, 5}}}},
	{"NOOP\rNOOP\r\n", []Fault{{BareCR, Span{4, 5}}}},
	{"NOOP\r\r\n", []Fault{{BareCR, Span{4, 5}}}},
	{"NOOP\r", []Fault{{NoLineEnd, Span{4, 5}}}},
	{"NO\bOP\r\n", []Fault{{UnknownVerb, Span{0, 5}}, {ControlOctet, Span{2, 3}}}},
	{"EHLO x.ex\x7f\x7fample\r\n", []Fault{{ControlOctet, Span{9, 11}}}},
	{"MAIL\tFROM:<a@b.example>\r\n", []Fault{{ControlOctet, Span{4, 5}}}},
	{"MAIL FROM:<\x00a@b.example>\r\n", []Fault{{ControlOctet, Span{11, 12}}}},
	{"MAIL FROM:<zo\xc3\xab@b.example>\r\n", []Fault{{EightBit, Span{13, 15}}}},
	{"MAIL FROM:<zo\xeb@b.example> SMTPUTF8\r\n", []Fault{{EightBit, Span{13, 14}}}},
	{"RCPT TO:<zo\xc3\xab@b.example> SMTPUTF8\r\n", []Fault{{EightBit, Span{11, 13}}}},
	{"EHLO b\xc3\xbccher.example\r\n", []Fault{{EightBit, Span{6, 8}}}},
	{"RCPT TO:<a@" + strings.Repeat("d23456789.", 25) + "example>", []Fault{
		{PathTooLong, Span{8, 269}}, {DomainTooLong, Span{11, 268}}}},
	{"RCPT TO:<" + strings.Repeat("@hop.example,", 20) + "@h.example:c@d.example>", []Fault{
		{PathTooLong, Span{8, 292}}, {SourceRoute, Span{9, 280}}}},
}
