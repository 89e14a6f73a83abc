import { expect, test } from 'vitest'
import { sufficientWave, type Wave, type WaveAsked } from '../../src/mobilisation/sufficient-wave.ts'
import { idOf } from './sample.ts'
import { waiting } from './sample-wave.ts'

const ask = (more: Partial<WaveAsked>): Wave =>
  sufficientWave({
    need: { kinds: { tagana: 2 }, skills: {} },
    coming: [],
    pending: [],
    candidates: [],
    target: 0.95,
    ...more,
  })

const idsOf = ({ called }: Wave): readonly string[] => called.map(({ responderId }) => responderId)

const tenTagana = Array.from({ length: 10 }, (_, n) => waiting(n + 1))

test('a no tops up at once, a yes calls nobody, and enough of them end it', () => {
  const first = ask({ candidates: tenTagana })
  // Of seven with even odds at least two come in 120 of 128 cases, of eight in 247 of 256.
  expect(first).toMatchObject({ reached: true, exact: true, limits: [], spared: [], expectedYes: 4, expectedComing: 4 })
  expect(first.chance).toBe(247 / 256)
  expect(idsOf(first)).toEqual(['R001', 'R002', 'R003', 'R004', 'R005', 'R006', 'R007', 'R008'])

  const [called, left] = [tenTagana.slice(0, 8), tenTagana.slice(8)]
  const afterNo = ask({ pending: called.slice(1), candidates: left })
  expect(idsOf(afterNo)).toEqual(['R009'])
  expect(afterNo.chance).toBe(247 / 256)

  const afterYes = ask({ coming: called.slice(0, 1), pending: called.slice(1), candidates: left })
  expect(afterYes).toMatchObject({ called: [], reached: true, expectedYes: 0, expectedComing: 4.5 })
  expect(afterYes.parts).toEqual([{ by: 'kind', name: 'tagana', count: 2, coming: 1, chance: 127 / 128 }])

  const filled = ask({ coming: called.slice(0, 3), pending: called.slice(3), candidates: left })
  expect(filled).toMatchObject({ called: [], chance: 1, reached: true, parts: [{ coming: 3, chance: 1 }] })
})

test('somebody with a skill that is short is called past nearer ones of their kind, and it is said', () => {
  const candidates = tenTagana.map((one, at) => (at === 8 ? { ...one, skills: ['dapur_umum'], odds: 0.99 } : one))
  const wave = ask({ need: { kinds: { tagana: 1 }, skills: { dapur_umum: 1 } }, candidates })
  expect(wave.called).toEqual([{ responderId: idOf('R009'), because: 'skill', resting: false }])
  expect(wave.chance).toBe(0.99)

  const cook = waiting(11, { kind: 'volunteer', skills: ['dapur_umum'], odds: 0.99 })
  const both = ask({ need: { kinds: { tagana: 1 }, skills: { dapur_umum: 1 } }, candidates: [...tenTagana, cook] })
  expect(both.called.map(({ because }) => because)).toEqual(['kind', 'kind', 'kind', 'kind', 'kind', 'skill'])
})

test('of kinds and skills that nobody wants nobody is called', () => {
  const wave = ask({ need: { kinds: { tagana: 0 }, skills: { shelter: 0 } }, candidates: tenTagana })
  expect(wave).toEqual({
    called: [],
    chance: 1,
    exact: true,
    isSmallest: true,
    reached: true,
    parts: [],
    limits: [],
    spared: [],
    expectedYes: 0,
    expectedComing: 0,
  })
})

test('a part that nobody can fill does not multiply the calls for the others', () => {
  const wave = ask({ need: { kinds: { tagana: 2, tksk: 1 }, skills: {} }, candidates: tenTagana })
  expect(wave).toMatchObject({ chance: 0, reached: false, limits: [{ by: 'kind', name: 'tksk', count: 1 }] })
  expect(idsOf(wave)).toHaveLength(8)
})

test.each([0.79, 0.9991, Number.NaN])('a target of %d is refused', (target) => {
  expect(() => ask({ target })).toThrow(new RangeError(`wave: expected a target from 0.8 to 0.999, got ${target}`))
})
