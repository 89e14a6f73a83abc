import ICAL from 'ical.js'
import nodeIcal from 'node-ical'
import { expect, test } from 'vitest'
import { invitationText } from '../../src/calendar/calendar-text.ts'
import { anEntry } from './an-entry.ts'

const NOW = new Date('2027-04-20T00:00:00Z')
const TAGGED = 'kentongan+r1f-0123456789abcdef0123@posko.example'

const invited = (organizer: string, attendee: string): string =>
  invitationText(
    anEntry(),
    { organizer: { name: organizer, address: TAGGED }, attendee: { name: attendee, address: 'siti@example.id' } },
    NOW,
  )

test('both parsers read who invites whom, and that an answer is asked for', () => {
  const source = invited('Dinsos Kab. Bandung', 'Siti')
  const event = new ICAL.Component(ICAL.parse(source)).getFirstSubcomponent('vevent')
  expect(event?.getFirstPropertyValue('organizer')).toBe(`mailto:${TAGGED}`)
  expect(event?.getFirstProperty('attendee')?.getFirstParameter('rsvp')).toBe('TRUE')

  const [read] = Object.values(nodeIcal.sync.parseICS(source)).filter((one) => one?.type === 'VEVENT')
  expect(read).toMatchObject({
    method: 'REQUEST',
    organizer: { params: { CN: 'Dinsos Kab. Bandung' }, val: `mailto:${TAGGED}` },
    attendee: { params: { PARTSTAT: 'NEEDS-ACTION', RSVP: true, CN: 'Siti' }, val: 'mailto:siti@example.id' },
    sequence: 1,
    status: 'CONFIRMED',
  })
})

test('a name cannot become a line, a parameter or an address', () => {
  const source = invited('A", "B";RSVP=FALSE:x\r\nATTENDEE:mailto:m@n.id', '')
  expect(source.match(/^(?:ATTENDEE|ORGANIZER)/gm)).toEqual(['ORGANIZER', 'ATTENDEE'])
  const event = new ICAL.Component(ICAL.parse(source)).getFirstSubcomponent('vevent')
  const organizer = event?.getFirstProperty('organizer')
  expect(organizer?.getFirstValue()).toBe(`mailto:${TAGGED}`)
  expect(organizer?.getFirstParameter('cn')).toBe("A', 'B';RSVP=FALSE:x ATTENDEE:mailto:m@n.id")
  expect(event?.getFirstProperty('attendee')?.getFirstParameter('cn')).toBeUndefined()
})

test('both parsers read that an invitation is taken back', () => {
  const parties = {
    organizer: { name: 'Dinsos', address: TAGGED },
    attendee: { name: 'Siti', address: 's@example.id' },
  }
  const source = invitationText(anEntry({ state: 'cancelled', sequence: 4 }), parties, NOW, 'CANCEL')
  const calendar = new ICAL.Component(ICAL.parse(source))
  const event = calendar.getFirstSubcomponent('vevent')
  expect(calendar.getFirstPropertyValue('method')).toBe('CANCEL')
  expect([event?.getFirstPropertyValue('sequence'), event?.getFirstPropertyValue('status')]).toEqual([4, 'CANCELLED'])
  expect(event?.getFirstProperty('attendee')?.getFirstParameter('rsvp')).toBeUndefined()
  const [read] = Object.values(nodeIcal.sync.parseICS(source)).filter((one) => one?.type === 'VEVENT')
  expect(read).toMatchObject({ method: 'CANCEL', sequence: 4, status: 'CANCELLED', uid: anEntry().uid })
})
