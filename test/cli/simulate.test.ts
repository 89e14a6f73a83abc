import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sampleCommand } from '../../src/cli/sample.ts'
import { simulateCommand } from '../../src/cli/simulate.ts'
import { command, freshFolder, freshHome } from './commands.ts'

const folder = await freshFolder()
const { home } = await freshHome()
const simulate = command(simulateCommand, home)

const SMALL = ['--events', '12', '--responders', '9000', '--members', '2']

test('the same seed gives the same bytes without a database, another seed others', async () => {
  const nowhere = join(folder, 'nothing-here')
  const alone = command(simulateCommand, nowhere)
  const one = await alone('simulate', ...SMALL, '--accept', '0.5', '--json')
  const two = await alone('simulate', ...SMALL, '--accept', '0.5', '--json')
  expect(one.code).toBe(0)
  expect(two.out).toBe(one.out)
  expect(one.err).toContain('12 played at 1 rates')
  const found = JSON.parse(one.out)
  expect(found).toMatchObject({ register: 'synthetic', events: 12, asked: { seed: 1, accept: [0.5], targets: [0.95] } })
  expect(found.rates[0].policies.map(({ policy }: { policy: string }) => policy)).toContain('ours-95')
  const other = await alone('simulate', ...SMALL, '--accept', '0.5', '--seed', '2', '--json')
  expect(other.out).not.toBe(one.out)
  expect(existsSync(nowhere)).toBe(false)
})

test('the table says what was assumed, and a file replaces it', async () => {
  const file = join(folder, 'model.json')
  await writeFile(file, JSON.stringify({ answers: { deadNumbers: 0.25 }, withinMin: 45 }))
  const { code, out } = await simulate(
    'simulate',
    ...SMALL,
    '--accept',
    '0.3,0.9',
    '--curve',
    '0.8,0.99',
    '--model',
    file,
  )
  expect(code).toBe(0)
  expect(out).toContain('25 % of numbers are dead')
  expect(out).toContain('within 45 min')
  for (const words of ['Rate 0.3:', 'Rate 0.9:', 'ours-80', 'ours-99 against tuned-99', 'None of this was measured'])
    expect(out).toContain(words)
})

test('the register of a home is played as well', async () => {
  await command(sampleCommand, home)('sample', '--sites', '6', '--responders', '800', '--members', '30', '--load')
  const { code, out } = await simulate('simulate', '--roster', '--events', '3', '--accept', '0.8', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ register: 'loaded', people: 6 * 30 + 800 + 6 * 10, events: 3 })
})

test('a model that cannot be is refused with every fault', async () => {
  const file = join(folder, 'bad.yaml')
  await writeFile(file, 'answers:\n  deadNumbers: 2\n  moods: 1\nevents:\n  hazards: { flood: 0 }\n')
  const { code, err } = await simulate('simulate', '--model', file)
  expect(code).toBe(2)
  for (const fault of [
    'bad.yaml:2: got answers.deadNumbers: 2',
    'answers.moods (unknown key)',
    'at least one weight above 0',
  ])
    expect(err).toContain(fault)
  expect((await simulate('simulate', '--model', join(folder, 'none.yaml'))).code).toBe(2)
})

test.each([
  [['--accept', '1.1'], 'numbers from 0 to 1'],
  [['--accept', '0.5,0.5'], 'each once'],
  [['--target', '0.5'], 'numbers from 0.8 to 0.999'],
  [['--target', '0.8,0.9'], 'one number from 0.8 to 0.999'],
  [['--target', '0.9', '--curve', '0.8'], 'cannot be used with'],
  [['--events', '0'], 'whole number from 1'],
])('%j is bad usage', async (args, why) => {
  const { code, err } = await simulate('simulate', ...args)
  expect(code).toBe(2)
  expect(err).toContain(why)
})
