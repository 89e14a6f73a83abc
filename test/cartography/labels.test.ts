import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type LabelWish, labelText, markBox, placeLabels } from '../../src/cartography/labels.ts'
import { textWidth } from '../../src/cartography/svg.ts'

const PANEL = { x: 0, y: 0, width: 400, height: 300 }

const wish = (x: number, y: number, words = 'KSB Sukamaju', weight = 400): LabelWish => ({
  at: [x, y],
  words,
  size: 12,
  clear: 10,
  fill: '#000000',
  weight,
})

test('with room all round the words stand to the right', () => {
  const [label] = placeLabels([wish(100, 100)], [], PANEL)
  expect(label?.start[0]).toBe(110)
})

test('by the right edge they stand to the left, bold ones with more room', () => {
  const [label] = placeLabels([wish(390, 100)], [], PANEL)
  expect(label?.start[0]).toBeCloseTo(380 - textWidth('KSB Sukamaju', 12), 6)
  const [bold] = placeLabels([wish(390, 100, 'KSB Sukamaju', 700)], [], PANEL)
  expect(bold?.start[0]).toBeLessThan(label?.start[0] ?? 0)
})

test('between marks on both sides they stand above, and with one above as well below', () => {
  const sides = [markBox([130, 100], 9), markBox([70, 100], 9)]
  expect(placeLabels([wish(100, 100)], sides, PANEL)[0]?.start[1]).toBeLessThan(90)
  const above = [...sides, markBox([100, 80], 8)]
  expect(placeLabels([wish(100, 100)], above, PANEL)[0]?.start[1]).toBeGreaterThan(110)
})

test('where there is no room the label is left out and the next one is still tried', () => {
  const full = [markBox([100, 100], 60)]
  expect(placeLabels([wish(100, 100), wish(300, 200)], full, PANEL).map(({ at }) => at)).toEqual([[300, 200]])
})

test('of two that want one place the first gets it', () => {
  const placed = placeLabels([wish(100, 100, 'pertama'), wish(100, 101, 'kedua')], [], PANEL)
  expect(placed.map(({ words }) => words)).toEqual(['pertama', 'kedua'])
  expect(placed[0]?.start[0]).toBe(110)
  expect(placed[1]?.start[0]).toBeLessThan(100)
})

test('labels never overlap and never leave the panel', () => {
  const wishes = fc.array(
    fc.tuple(fc.integer({ min: -20, max: 420 }), fc.integer({ min: -20, max: 320 })).map(([x, y]) => wish(x, y)),
    { maxLength: 60 },
  )
  fc.assert(
    fc.property(wishes, (wanted) => {
      const width = textWidth('KSB Sukamaju', 12)
      const starts = placeLabels(wanted, [], PANEL).map(({ start }) => start)
      for (const [at, [x, y]] of starts.entries()) {
        expect(x).toBeGreaterThanOrEqual(0)
        expect(x + width).toBeLessThanOrEqual(400)
        expect(y).toBeGreaterThan(0)
        expect(y).toBeLessThan(300)
        for (const [otherX, otherY] of starts.slice(at + 1))
          expect(Math.abs(x - otherX) >= width - 1e-9 || Math.abs(y - otherY) >= 14.4 - 1e-9).toBe(true)
      }
    }),
    { numRuns: 200, seed: 2 },
  )
})

test('a label is written at its start, with a halo', () => {
  const [label] = placeLabels([wish(100, 100)], [], PANEL)
  expect(label === undefined ? '' : labelText(label)).toMatch(
    /^<text x="110" y="104.2" .*paint-order="stroke">KSB Sukamaju</,
  )
})
