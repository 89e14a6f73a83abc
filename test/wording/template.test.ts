import { expect, test } from 'vitest'
import {
  fieldsOf,
  fieldsOfLine,
  fillLine,
  readTemplate,
  type Template,
  wordsOfLine,
} from '../../src/wording/template.ts'

const KNOWN = ['hazard', 'place', 'km']

const templateOf = (text: string): Template => {
  const reading = readTemplate(text, KNOWN)
  if (reading.kind === 'faults') throw new Error(JSON.stringify(reading.faults))
  return reading.template
}

const faultsOf = (text: string): readonly string[] => {
  const reading = readTemplate(text, KNOWN)
  return reading.kind === 'faults' ? reading.faults.map(({ line, got }) => `${line} ${got}`) : []
}

test('fields are filled in between the words', () => {
  const [line = []] = templateOf('AWAS {hazard} di {place}!\n').lines
  expect(fillLine(line, (name) => name.toUpperCase())).toBe('AWAS HAZARD di PLACE!')
})

test('a group is left out when a field in it is empty', () => {
  const [line = []] = templateOf('{place}[, {km} km][ ({hazard})]').lines
  expect(fillLine(line, (name) => (name === 'km' ? '' : name))).toBe('place (hazard)')
})

test('fields are listed once, in groups too, and words without them', () => {
  const template = templateOf('{place}[ {km}]\n{place} {hazard}')
  expect(fieldsOf(template)).toEqual(['place', 'km', 'hazard'])
  expect(template.lines.map(fieldsOfLine)).toEqual([
    ['place', 'km'],
    ['place', 'hazard'],
  ])
  expect(wordsOfLine(templateOf('a {place}[ b {km}]').lines[0] ?? [])).toBe('a  b ')
})

test('notes and the space at line ends are not part of a message', () => {
  expect(templateOf('# to translators\nSubject: x  \r\n\ny\n\n').lines.map(wordsOfLine)).toEqual([
    'Subject: x',
    '',
    'y',
  ])
})

test('every unknown field is reported with its line', () => {
  expect(faultsOf('# note\n{hazrad}\n{place} [{x}]')).toEqual(['2 {hazrad}', '3 {x}'])
  const reading = readTemplate('{x}', KNOWN)
  expect(reading).toMatchObject({ faults: [{ expected: 'one of hazard, place, km' }] })
})

test('braces and brackets without a partner are reported', () => {
  expect(faultsOf('{place')).toEqual(['1 {'])
  expect(faultsOf('place}')).toEqual(['1 }'])
  expect(faultsOf('{}')).toEqual(['1 {', '1 }'])
  expect(faultsOf('[ {km}')).toEqual(['1 ['])
  expect(faultsOf('a ] b')).toEqual(['1 ]'])
  expect(faultsOf('[a [b]')).toEqual(['1 ['])
})

test('a template without words is a fault', () => {
  expect(faultsOf(' \n# only a note\n')).toEqual(['1 nothing'])
})
