import { expect, test } from 'vitest'
import { circle } from '../../src/geo/area.ts'
import { destinationFrom, type Position } from '../../src/geo/position.ts'
import type { Hazard } from '../../src/mobilisation/hazard.ts'
import { adviceFor, type SiteAdvice, siteNews } from '../../src/mobilisation/site-alert.ts'
import { WAIT_FOR_WORD } from '../../src/wording/instruction.ts'

const MIDDLE: Position = [107.52, -7.19]
const AREA = circle(MIDDLE, 5)
const INSIDE = destinationFrom(MIDDLE, 2, 0)
const OUTSIDE = destinationFrom(MIDDLE, 9, 0)

const site = (position: Position, gardu: Position | null = null) => ({ name: 'KSB Sukajaya', position, gardu })
const POSKO = { name: 'Gardu KSB Mekar' }

test.each<[string, Hazard, ReturnType<typeof site>, boolean, SiteAdvice]>([
  ['a flood names the own gardu', 'flood', site(INSIDE), false, { wording: 'muster', muster: 'Gardu KSB Sukajaya' }],
  [
    'a volcano names a gardu beyond its zone',
    'volcano',
    site(INSIDE, OUTSIDE),
    false,
    { wording: 'danger', muster: 'Gardu KSB Sukajaya' },
  ],
  [
    'a volcano never names a gardu within its zone, but where the call-out gathers',
    'volcano',
    site(INSIDE),
    false,
    { wording: 'danger', muster: 'Gardu KSB Mekar' },
  ],
  [
    'a village beyond the zone with its gardu in it is in danger on the way there',
    'volcano',
    site(OUTSIDE, INSIDE),
    false,
    { wording: 'danger', muster: 'Gardu KSB Mekar' },
  ],
  [
    'a tsunami sends away from the shore',
    'tsunami',
    site(INSIDE, OUTSIDE),
    false,
    { wording: 'tsunami', muster: 'Gardu KSB Sukajaya' },
  ],
  [
    'a quake where a tsunami may come sends away from the shore, too',
    'earthquake',
    site(INSIDE, OUTSIDE),
    true,
    { wording: 'tsunami', muster: 'Gardu KSB Sukajaya' },
  ],
  [
    'a gardu that a tsunami may reach is not named, whatever strikes the village',
    'flood',
    site(OUTSIDE, INSIDE),
    true,
    { wording: 'tsunami', muster: 'Gardu KSB Mekar' },
  ],
])('%s', (_, hazard, place, wet, advice) => {
  expect(adviceFor(place, { hazard, area: AREA, waters: wet ? [AREA] : [] }, POSKO)).toEqual(advice)
})

test('where no safe place is known a site is told to wait for word, and no name stands there', () => {
  expect(adviceFor(site(INSIDE), { hazard: 'tsunami', area: AREA, waters: [] }, { ...POSKO, waits: true })).toEqual({
    wording: 'tsunami',
    muster: WAIT_FOR_WORD,
  })
})

test("a gardu within the zone of another incident's volcano is not named, and who lives there is told of danger", () => {
  const danger = { hazard: 'flood', area: circle(MIDDLE, 50), waters: [], zones: [AREA] } as const
  const waits = { wording: 'danger', muster: 'Gardu KSB Mekar' }
  expect(adviceFor(site(INSIDE), danger, POSKO)).toEqual(waits)
  expect(adviceFor(site(OUTSIDE, INSIDE), danger, POSKO)).toEqual(waits)
  expect(adviceFor(site(OUTSIDE), danger, POSKO)).toEqual({ wording: 'muster', muster: 'Gardu KSB Sukajaya' })
})

test('a site hears of what it acts on: a level that rose, danger that came, and what was corrected', () => {
  const told = { hazard: 'Gunung Api', level: 'Level III (Siaga)', muster: 'Gardu A', advice: 'muster' }
  const word = (more: Partial<typeof told> & { place?: string } = {}, rank = 3) => ({
    rank,
    fields: { ...told, ...more },
  })
  expect(siteNews(null, word())).toBe('alert')
  expect(siteNews(word(), word({ place: 'Kec. Lain' }))).toBeNull()
  expect(siteNews(word(), word({ level: 'Level IV (Awas)' }, 4))).toBe('raised')
  expect(siteNews(word(), word({ level: 'Level II (Waspada)' }, 2))).toBe('correction')
  expect(siteNews(word(), word({ muster: 'Gardu B' }))).toBe('correction')
  expect(siteNews(word({ advice: 'danger' }), word())).toBe('correction')
  expect(siteNews(word(), word({ advice: 'danger', muster: 'Gardu B' }))).toBe('alert')
  // Rows of before this was compared do not say what was advised.
  expect(siteNews({ rank: 3, fields: {} }, word())).toBeNull()
})
