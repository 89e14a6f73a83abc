// Mails in which calendar programs answer, after what each is known to send; people and hosts are invented.

const lines = (...all: readonly string[]): string => `${all.join('\r\n')}\r\n`

const base64 = (text: string): string =>
  (
    Buffer.from(text)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\r\n')

/** Google sends for its people, says that it is a machine, and has the calendar twice. */
export const googleMail = (calendar: string): string =>
  lines(
    'Reply-To: Siti <siti@gmail.example>',
    'Sender: Google Calendar <calendar-notification@google.example>',
    'Auto-Submitted: auto-generated',
    'Message-ID: <calendar-1f@google.example>',
    'Subject: Accepted: LATIHAN - Gladi lapang KSB Pangalengan @ Mon Apr 26, 2027',
    'From: Siti <siti@gmail.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="0000a"',
    '',
    '--0000a',
    'Content-Type: multipart/alternative; boundary="0000b"',
    '',
    '--0000b',
    'Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes',
    '',
    'Siti has accepted this invitation.',
    '--0000b',
    'Content-Type: text/html; charset="UTF-8"',
    '',
    '<p>Siti has accepted this invitation.</p>',
    '--0000b',
    'Content-Type: text/calendar; charset="UTF-8"; method=REPLY',
    'Content-Transfer-Encoding: 7bit',
    '',
    calendar,
    '--0000b--',
    '--0000a',
    'Content-Type: application/ics; name="invite.ics"',
    'Content-Disposition: attachment; filename="invite.ics"',
    'Content-Transfer-Encoding: base64',
    '',
    base64(calendar),
    '--0000a--',
  )

/** Outlook writes the person's words as text and the calendar in base64, with the method in quotation marks. */
export const outlookMail = (calendar: string): string =>
  lines(
    'From: Siti <siti@kantor.example>',
    'Subject: Declined: LATIHAN - Gladi lapang KSB Pangalengan',
    'Thread-Topic: LATIHAN - Gladi lapang',
    'Message-ID: <PSXP1@apcprd.example>',
    'In-Reply-To: <0@outlook.example>',
    'Content-Language: id-ID',
    'X-MS-Has-Attach:',
    'Content-Type: multipart/alternative; boundary="_000_PSXP1_"',
    'MIME-Version: 1.0',
    '',
    '--_000_PSXP1_',
    'Content-Type: text/plain; charset="utf-8"',
    '',
    'Sedang sakit',
    '--_000_PSXP1_',
    'Content-Type: text/calendar; charset="utf-8"; method="REPLY"',
    'Content-Transfer-Encoding: base64',
    '',
    base64(calendar),
    '--_000_PSXP1_--',
  )

/** Apple writes no words of its own. */
export const appleMail = (calendar: string): string =>
  lines(
    'From: Siti <siti@icloud.example>',
    'Content-Type: multipart/mixed; boundary="Apple-Mail-1"',
    'MIME-Version: 1.0',
    'Subject: Siti mungkin datang',
    'Message-Id: <1F@icloud.example>',
    'X-Mailer: iPhone Mail (21E236)',
    '',
    '--Apple-Mail-1',
    'Content-Type: text/calendar; charset=utf-8; name=iCal-1.ics; method=REPLY',
    'Content-Transfer-Encoding: base64',
    '',
    base64(calendar),
    '--Apple-Mail-1--',
  )

export const bareMail = (calendar: string): string =>
  lines(
    'From: siti@example.id',
    'Message-ID: <2F@example.id>',
    'Content-Type: text/calendar; method=reply',
    '',
    calendar,
  )
