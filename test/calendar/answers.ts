import { entryUid } from '../../src/drills/calendar-entry.ts'
import { ID } from './an-entry.ts'

// Answers to invitations as calendar programs write them, after what they are known to send; people and hosts are invented.

export const UID = entryUid(ID)

const TAGGED = 'kentongan+r1f-0123456789abcdef0123@posko.example'

const lines = (...all: readonly string[]): string => `${all.filter((line) => line !== '').join('\r\n')}\r\n`

export const plain = (method: string, attendee: string, uid = UID): string =>
  lines('BEGIN:VCALENDAR', method, 'BEGIN:VEVENT', `UID:${uid}`, attendee, 'END:VEVENT', 'END:VCALENDAR')

/** Google folds in the middle of words, repeats the times in UTC and names itself in the ATTENDEE's parameters. */
export const google = (partstat: string, comment = '', uid = UID): string =>
  lines(
    'BEGIN:VCALENDAR',
    'PRODID:-//Google Inc//Google Calendar 70.9054//EN',
    'VERSION:2.0',
    'CALSCALE:GREGORIAN',
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    'DTSTART:20270426T030000Z',
    'DTEND:20270426T050000Z',
    'DTSTAMP:20270420T011500Z',
    `ORGANIZER;CN=Dinsos Kab. Bandung:mailto:${TAGGED}`,
    `UID:${uid.slice(0, 40)}`,
    ` ${uid.slice(40)}`,
    `ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=${partstat};CN=siti`,
    ' @gmail.example;X-NUM-GUESTS=0:mailto:siti@gmail.example',
    comment === '' ? '' : `COMMENT:${comment}`,
    'CREATED:20270419T030000Z',
    'DESCRIPTION:LATIHAN - BUKAN KEJADIAN NYATA.\\nKegiatan: Gladi lapang',
    'LAST-MODIFIED:20270420T011459Z',
    'LOCATION:Gardu KSB Pangalengan',
    'SEQUENCE:1',
    'STATUS:CONFIRMED',
    'SUMMARY:LATIHAN - Gladi lapang KSB Pangalengan',
    'TRANSP:OPAQUE',
    'END:VEVENT',
    'END:VCALENDAR',
  )

/** Exchange writes Windows names of zones, capital MAILTO, languages, and puts its own word before the summary. */
export const outlook = (partstat: string, comment = '', uid = UID): string =>
  lines(
    'BEGIN:VCALENDAR',
    'METHOD:REPLY',
    'PRODID:Microsoft Exchange Server 2010',
    'VERSION:2.0',
    'BEGIN:VTIMEZONE',
    'TZID:SE Asia Standard Time',
    'BEGIN:STANDARD',
    'DTSTART:16010101T000000',
    'TZOFFSETFROM:+0700',
    'TZOFFSETTO:+0700',
    'END:STANDARD',
    'END:VTIMEZONE',
    'BEGIN:VEVENT',
    `ATTENDEE;PARTSTAT=${partstat};CN="Siti, Tagana":MAILTO:siti@kantor.example`,
    comment === '' ? '' : `COMMENT;LANGUAGE=id-ID:${comment}\\n`,
    `UID:${uid}`,
    'SUMMARY;LANGUAGE=id-ID:Declined: LATIHAN - Gladi lapang',
    'DTSTART;TZID=SE Asia Standard Time:20270426T100000',
    'DTEND;TZID=SE Asia Standard Time:20270426T120000',
    'CLASS:PUBLIC',
    'PRIORITY:5',
    'DTSTAMP:20270420T011500Z',
    'TRANSP:OPAQUE',
    'STATUS:CONFIRMED',
    'SEQUENCE:1',
    'X-MICROSOFT-CDO-APPT-SEQUENCE:1',
    'X-MICROSOFT-CDO-BUSYSTATUS:BUSY',
    'END:VEVENT',
    'END:VCALENDAR',
  )

/** Apple repeats the zone by its own rules and says in EMAIL whose calendar answered. */
export const apple = (partstat: string, uid = UID): string =>
  lines(
    'BEGIN:VCALENDAR',
    'CALSCALE:GREGORIAN',
    'METHOD:REPLY',
    'PRODID:-//Apple Inc.//iPhone OS 17.4//EN',
    'VERSION:2.0',
    'BEGIN:VTIMEZONE',
    'TZID:Asia/Jakarta',
    'BEGIN:STANDARD',
    'DTSTART:19640101T000000',
    'TZNAME:WIB',
    'TZOFFSETFROM:+0730',
    'TZOFFSETTO:+0700',
    'END:STANDARD',
    'END:VTIMEZONE',
    'BEGIN:VEVENT',
    `ATTENDEE;CN="Siti";CUTYPE=INDIVIDUAL;EMAIL="siti@icloud.example";PARTSTAT=${partstat}`,
    ' :mailto:siti@icloud.example',
    'DTEND;TZID=Asia/Jakarta:20270426T120000',
    'DTSTAMP:20270420T011500Z',
    'DTSTART;TZID=Asia/Jakarta:20270426T100000',
    `ORGANIZER;CN="Dinsos Kab. Bandung":mailto:${TAGGED}`,
    'SEQUENCE:1',
    'SUMMARY:LATIHAN - Gladi lapang KSB Pangalengan',
    `UID:${uid}`,
    'END:VEVENT',
    'END:VCALENDAR',
  )
