import { expect, test } from 'vitest'
import { calendarEntry, entryUid } from '../../src/drills/calendar-entry.ts'
import { OCCURRENCE_STATES } from '../../src/drills/occurrence.ts'
import { anEntry, ID } from '../calendar/an-entry.ts'

test('an entry says in Indonesian first what, where and when, and that it is a drill', () => {
  const entry = anEntry()
  expect(entry).toMatchObject({
    uid: entryUid(ID),
    sequence: 1,
    status: 'confirmed',
    changedAt: new Date('2027-04-19T03:00:00Z'),
    summary: 'LATIHAN - Gladi lapang KSB Pangalengan',
    location: 'Gardu KSB Pangalengan, Warnasari, Kec. Pangalengan, Kab. Bandung',
  })
  expect(entry.description).toBe(`LATIHAN - BUKAN KEJADIAN NYATA.
Kegiatan: Gladi lapang
Ancaman yang dilatihkan: Banjir
Tempat: KSB Pangalengan
Mulai: Senin, 26 April 2027, 10.00 WIB
Lama: 2 jam
Titik kumpul: Gardu KSB Pangalengan
Dinsos Kab. Bandung

English: A drill, not a real emergency.
Hazard rehearsed: Flood
Ini LATIHAN`)
})

test('a drill that is not held says so, under the same name and a higher number', () => {
  for (const state of ['cancelled', 'missed'] as const)
    expect(anEntry({ state, sequence: 2 })).toMatchObject({
      uid: anEntry().uid,
      sequence: 2,
      status: 'cancelled',
      changedAt: null,
      summary: 'LATIHAN - BATAL - Gladi lapang KSB Pangalengan',
      description: expect.stringMatching(
        /^LATIHAN - BUKAN KEJADIAN NYATA\.\nLATIHAN INI BATAL\.\n[\s\S]*English: Cancelled:/,
      ),
    })
})

test('the number is the drill’s own, and the state says how it stands', () => {
  expect(OCCURRENCE_STATES.map((state) => [state, anEntry({ state }).status])).toEqual([
    ['planned', 'tentative'],
    ['invited', 'confirmed'],
    ['started', 'confirmed'],
    ['done', 'confirmed'],
    ['missed', 'cancelled'],
    ['cancelled', 'cancelled'],
  ])
  expect(anEntry({ sequence: 7 }).sequence).toBe(7)
})

test('what is taught stands in it, in both languages', () => {
  const { startsAt, endsAt } = anEntry()
  const at = { id: ID, state: 'invited', startsAt, endsAt, zone: 'WIB', invitedAt: null, sequence: 1 } as const
  const { description } = calendarEntry(at, { curriculum: 'Smong', curriculumEn: 'Smong of Simeulue' }, null)
  expect(description).toContain('\nMateri: Smong\n')
  expect(description).toContain('\nWhat is taught: Smong of Simeulue\n')
})

test('what is not known is left out', () => {
  const { startsAt, endsAt } = anEntry()
  const at = { id: ID, state: 'planned', startsAt, endsAt, zone: 'WIT', invitedAt: null, sequence: 0 } as const
  expect(calendarEntry(at, {}, null)).toMatchObject({
    summary: 'LATIHAN - latihan',
    location: '',
    position: null,
    description:
      'LATIHAN - BUKAN KEJADIAN NYATA.\nKegiatan: latihan\n\nEnglish: A drill, not a real emergency.\nIni LATIHAN',
  })
  expect(calendarEntry(at, { regency: 'Kab. Jayapura' }, null).location).toBe('Kab. Jayapura')
})
