// Reports as mail servers write them; our own words in their shapes.

/** The head of a mail of ours as a report brings it back. */
const returned = (ref: string): string =>
  `From: Kentongan <kentongan@posko.example>
To: siti@example.id
Subject: MOBILISASI
Message-ID: <${ref}@posko.example>
In-Reply-To: <co-1@posko.example>
`

const crlf = (text: string): string => text.replaceAll('\n', '\r\n')

export const postfix = (ref: string): string =>
  crlf(`From: MAILER-DAEMON@mx.example.id (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: kentongan@posko.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="9A2.1/mx.example.id"
Message-Id: <20261122062200.1@mx.example.id>

--9A2.1/mx.example.id
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.id.

<siti@example.id>: host in.example.id[192.0.2.7] said: 550 5.1.1 User unknown (in reply to RCPT TO command)

--9A2.1/mx.example.id
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.id
X-Postfix-Queue-ID: 9A2
Arrival-Date: Sun, 22 Nov 2026 13:21:00 +0700 (WIB)

Final-Recipient: rfc822; siti@example.id
Original-Recipient: rfc822;siti@example.id
Action: failed
Status: 5.1.1
Remote-MTA: dns; in.example.id
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--9A2.1/mx.example.id
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

${returned(ref)}
--9A2.1/mx.example.id--
`)

export const postfixDelayed = (ref: string): string =>
  postfix(ref)
    .replace('Undelivered Mail Returned to Sender', 'Delayed Mail (still being retried)')
    .replace('Action: failed', 'Action: delayed')
    .replaceAll('5.1.1', '4.4.1')

export const eximInWords = (ref: string): string =>
  crlf(`X-Failed-Recipients: siti@example.id
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@exim.example.id>
To: kentongan@posko.example
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1x-0001@exim.example.id>

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  siti@example.id
    host in.example.id [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<siti@example.id>:
    552 5.2.2 Mailbox full

------ This is a copy of the message, including all the headers. ------

${returned(ref)}
Balas 1 atau 2.
`)

export const gmail = (ref: string): string =>
  crlf(`From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>
To: kentongan@posko.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: <${ref}@posko.example>
In-Reply-To: <${ref}@posko.example>
X-Failed-Recipients: siti@example.id
Message-ID: <6740.gmr@mx.googlemail.example>
Content-Type: multipart/report; boundary="0000000000a1"; report-type=delivery-status

--0000000000a1
Content-Type: multipart/related; boundary="0000000000a2"

--0000000000a2
Content-Type: multipart/alternative; boundary="0000000000a3"

--0000000000a3
Content-Type: text/plain; charset="UTF-8"
Content-Transfer-Encoding: quoted-printable

** Alamat tidak ditemukan **

Pesan Anda tidak terkirim ke siti@example.id karena alamatnya tidak ditemuk=
an.

--0000000000a3
Content-Type: text/html; charset="UTF-8"

<html><body><h1>Alamat tidak ditemukan</h1></body></html>

--0000000000a3--
--0000000000a2--
--0000000000a1
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.example
Arrival-Date: Sat, 21 Nov 2026 22:21:00 -0800 (PST)

Final-Recipient: rfc822; siti@example.id
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not
 550-5.1.1 exist. Please try double-checking the address. 550 5.1.1 NoSuchUser - gsmtp
Last-Attempt-Date: Sat, 21 Nov 2026 22:21:01 -0800 (PST)

--0000000000a1
Content-Type: message/rfc822

${returned(ref)}
Balas 1 atau 2.

--0000000000a1--
`)

export const exchange = (ref: string): string =>
  crlf(`From: <postmaster@outlook.example>
To: kentongan@posko.example
Subject: =?utf-8?Q?Tidak_dapat_terkirim=3A_MOBILISASI?=
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="8f-SG2"
Message-ID: <8f@SG2.prod.outlook.example>
In-Reply-To: <${ref}@posko.example>
X-Auto-Response-Suppress: DR, OOF, AutoReply

--8f-SG2
Content-Type: multipart/alternative; differences=Content-Type;
\tboundary="8f-alt"

--8f-alt
Content-Type: text/plain; charset="us-ascii"

Delivery has failed to these recipients or groups: siti@example.id

--8f-alt--

--8f-SG2
Content-Type: message/delivery-status

Reporting-MTA: dns;SG2.prod.outlook.example
Received-From-MTA: dns;mx.posko.example
Arrival-Date: Sun, 22 Nov 2026 06:21:00 +0000

Final-Recipient: rfc822;siti@example.id
Action: failed
Status: 5.4.7
Diagnostic-Code: smtp;550 5.4.7 QUEUE.Expired; message expired

--8f-SG2
Content-Type: message/rfc822

${returned(ref)}
Balas 1 atau 2.
--8f-SG2--
`)
