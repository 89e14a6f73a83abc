import ICAL from 'ical.js'
import nodeIcal from 'node-ical'
import { expect, test } from 'vitest'
import { feedText } from '../../src/calendar/calendar-text.ts'
import { anEntry, ID } from './an-entry.ts'

const NOW = new Date('2027-04-20T00:00:00Z')
const NAMED = { name: 'Latihan KSB Pangalengan', description: 'Jadwal latihan' }
const NASTY = 'KSB "Tani", Rt 1;2\\K\r\nATTENDEE:mailto:x@y.id\u2028BEGIN:VALARM \u0000😀'

const ours = [
  anEntry(),
  anEntry({ id: ID.replace('0190', '0191'), state: 'planned', zone: 'WIT', invitedAt: null }),
  anEntry(
    { id: ID.replace('0190', '0192'), state: 'cancelled', sequence: 5 },
    { siteName: NASTY, muster: NASTY, office: NASTY },
  ),
]
const feed = feedText(NAMED, ours, NOW)

test('two independent parsers read the same drills out of a feed', () => {
  const first = new ICAL.Component(ICAL.parse(feed)).getAllSubcomponents('vevent').map((one) => {
    const event = new ICAL.Event(one)
    return [event.uid, event.summary, event.location, event.description, event.startDate.toString(), event.sequence]
  })
  expect(first.map(([uid]) => uid)).toEqual(ours.map(({ uid }) => uid))
  expect(first[0]?.[4]).toBe('2027-04-26T10:00:00')

  expect(first.map(([, , , , , sequence]) => sequence)).toEqual([1, 1, 5])

  const second = Object.values(nodeIcal.sync.parseICS(feed)).flatMap((one) => (one?.type === 'VEVENT' ? [one] : []))
  expect(second.map(({ uid, start, end, status }) => ({ uid, start: +start, end: +(end ?? 0), status }))).toEqual(
    ours.map(({ uid, startsAt, endsAt, status }) => ({
      uid,
      start: startsAt.getTime(),
      end: endsAt.getTime(),
      status: status.toUpperCase(),
    })),
  )
  expect(second.map(({ start }) => start.tz)).toEqual(['Asia/Jakarta', 'Asia/Jayapura', 'Asia/Jakarta'])
  expect(second.map(({ summary, location, description }) => [summary, location, description])).toEqual(
    first.map(([, ...words]) => words.slice(0, 3)),
  )
  expect(second.map(({ sequence }) => Number(sequence))).toEqual([1, 1, 5])
  expect(second[0]).toMatchObject({ sequence: 1, geo: { lat: -7.1908, lon: 107.5161 }, method: 'PUBLISH' })
})

test('lines end with CR LF and have 75 octets at most', () => {
  const lines = feed.split('\r\n')
  expect(lines.pop()).toBe('')
  expect(lines.filter((line) => /[\r\n]/.test(line) || Buffer.byteLength(line) > 75)).toEqual([])
  expect(lines.some((line) => Buffer.byteLength(line) === 75)).toBe(true)
})

test('no name begins a line of its own, and nobody is named', () => {
  const names = new Set(feed.split('\r\n').map((line) => /^[A-Z-]+(?=[:;])/.exec(line)?.[0]))
  expect(names).not.toContain('ATTENDEE')
  expect(names).not.toContain('ORGANIZER')
  expect(feed.match(/^BEGIN:.*/gm)?.map((line) => line.trim())).toEqual([
    'BEGIN:VCALENDAR',
    'BEGIN:VTIMEZONE',
    'BEGIN:STANDARD',
    'BEGIN:VTIMEZONE',
    'BEGIN:STANDARD',
    'BEGIN:VEVENT',
    'BEGIN:VEVENT',
    'BEGIN:VEVENT',
  ])
  expect(feed).not.toMatch(/mailto(?!:x@y\.id)/)
})

test('a feed without drills is a calendar all the same', () => {
  const empty = feedText(NAMED, [], NOW)
  expect(new ICAL.Component(ICAL.parse(empty)).getFirstPropertyValue('x-wr-calname')).toBe(NAMED.name)
  expect(nodeIcal.sync.parseICS(empty)).toMatchObject({ vcalendar: { method: 'PUBLISH' } })
})
