import { CommanderError } from 'commander'
import { expect, test } from 'vitest'
import { exitCodeOf, failureObject, failureText, interruption } from '../../src/cli/failure.ts'
import { InvalidInput, Unavailable } from '../../src/errors.ts'

const invalid = new InvalidInput('The event has faults', [
  { path: 'area', got: 'nothing', expected: 'a geometry', hint: 'say where' },
  { path: 'contact', got: '+6281234567890', expected: 'text' },
])

test('each kind of failure has its exit code', () => {
  expect(exitCodeOf(invalid)).toBe(2)
  expect(exitCodeOf(new CommanderError(1, 'commander.unknownOption', 'unknown'))).toBe(2)
  expect(exitCodeOf(new CommanderError(0, 'commander.helpDisplayed', 'help'))).toBe(0)
  expect(exitCodeOf(new Unavailable('the database is away'))).toBe(1)
  expect(exitCodeOf('something')).toBe(1)
  expect(exitCodeOf(interruption())).toBe(130)
})

test('every fault is a line with path, got, expected and hint, and no contact in full', () => {
  expect(failureText(invalid).split('\n')).toEqual([
    'kentongan: The event has faults',
    '  area: got nothing, expected a geometry (say where)',
    '  contact: got ***890, expected text',
  ])
  expect(failureObject(invalid)).toEqual({
    error: {
      message: 'The event has faults',
      faults: [
        { path: 'area', got: 'nothing', expected: 'a geometry', hint: 'say where' },
        { path: 'contact', got: '***890', expected: 'text' },
      ],
    },
  })
})

test('a failure is told without a stack and without the password of a URL', () => {
  const text = failureText(new Error('connecting to postgresql://kentongan:geheim@db.example/kentongan'))
  expect(text).toBe('kentongan: connecting to postgresql://kentongan:***@db.example/kentongan')
})
