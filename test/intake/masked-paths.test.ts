import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { checkYaml, readYaml } from '../../config/yaml-file.ts'
import { failureObject, failureText } from '../../src/cli/failure.ts'
import { type Fault, InvalidInput } from '../../src/errors.ts'
import { readCap } from '../../src/intake/cap/cap.ts'
import { createXmlReader } from '../../src/intake/cap/xml-reader.ts'
import { problemBody } from '../../src/intake/problem.ts'
import { FULL_ALERT, swap } from './cap/a-cap-alert.ts'
import { anEvent, aServer, bearer, signed } from './stand-ins.ts'

const xml = createXmlReader()
afterAll(() => xml.close())

/** Parts of the contacts below that nobody may read again. */
const LEAK = /812-?3456|8123456|budi/

const CONTACTS = ['081234567890', '+6281234567890', '0812-3456-7890', 'budi@example.com', 'telp 081234567890']

const post = async (body: string) => {
  const reply = await aServer().app.inject(signed(body))
  return { status: reply.statusCode, body: reply.body, paths: pathsOf(reply.json()) }
}

const pathsOf = ({ errors }: { readonly errors: readonly Fault[] }): readonly string[] => errors.map(({ path }) => path)

describe('a contact as the name of a field is masked where the problem says where', () => {
  test.each(CONTACTS)('%s in a body, in an object within it, and among skills', async (contact) => {
    const bodies = [
      anEvent({ [contact]: 1 }),
      anEvent({ area: { villageCodes: ['32.04.15.2003'], [contact]: [contact] } }),
      anEvent({ need: { tagana: 1, skills: { [contact]: 2 } } }),
    ]
    for (const body of bodies) {
      const answer = await post(JSON.stringify(body))
      expect(answer.status).toBe(422)
      expect(answer.body).not.toMatch(LEAK)
      expect(answer.body).toContain('***')
    }
  })

  test('the way to a number stays readable; that to an address may be taken for a part of it', async () => {
    const area = { villageCodes: ['32.04.15.2003'], '081234567890': 1, 'budi@example.com': 1 }
    expect((await post(JSON.stringify(anEvent({ area })))).paths).toEqual(['area.***890', '***@example.com'])
  })

  test.each(CONTACTS)('%s twice, or round a forbidden name', async (contact) => {
    for (const body of [
      `{"${contact}":1,"${contact}":2}`,
      `{"${contact}":{"__proto__":1}}`,
      `{"a":{"${contact}":[[[`,
    ]) {
      const answer = await post(body)
      expect(answer.status).toBe(400)
      expect(answer.body).not.toMatch(LEAK)
    }
  })

  test.each(CONTACTS)('%s in a query', async (contact) => {
    const url = `/v1/events?${encodeURIComponent(contact)}=1`
    const reply = await aServer().app.inject({ url, headers: bearer('viewer') })
    expect(reply.statusCode).toBe(400)
    expect(reply.body).not.toMatch(LEAK)
  })

  test('a contact behind 190 other signs is not cut before it is masked', async () => {
    const { body } = await post(JSON.stringify(anEvent({ [`${'x '.repeat(96)}081234567890`]: 1 })))
    expect(body).not.toMatch(LEAK)
  })

  test.each([
    ['<note>Air naik cepat</note>', '<_081234567890>x</_081234567890>'],
    ['<note>Air naik cepat</note>', '<note _081234567890="x">Air</note>'],
    ['<event>Banjir</event>', '<event>Banjir</event><x xmlns="urn:x"/><_081234567890 xmlns="urn:y"/>'],
  ])('an element or attribute of CAP in place of %s', async (from, to) => {
    const tree = await xml.readXml(Buffer.from(swap(FULL_ALERT, from, to)))
    if (tree.kind !== 'tree') throw new Error('not well-formed')
    const reading = readCap(tree.root)
    expect(reading.kind).toBe('refused')
    expect(JSON.stringify(reading)).not.toMatch(LEAK)
  })

  test('whoever made the fault', () => {
    const faults = CONTACTS.map((path) => ({ path, got: 'x', expected: 'y' }))
    expect(JSON.stringify(problemBody({ status: 422, detail: 'No.', faults }))).not.toMatch(LEAK)
    const failure = new InvalidInput('No', faults)
    expect(JSON.stringify(failureObject(failure)) + failureText(failure)).not.toMatch(LEAK)
  })

  test('a key of the configuration', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'kentongan-keys-')), 'x.yaml')
    writeFileSync(file, '"081234567890": 1\nbudi@example.com: 2\nmap: { "+6281234567890": 1 }\n')
    const faults: Fault[] = []
    const yaml = readYaml(file, faults)
    if (yaml === undefined) throw new Error('it cannot be read')
    checkYaml(yaml, z.strictObject({ map: z.record(z.string(), z.string()) }), faults)
    expect(faults).toHaveLength(3)
    expect(JSON.stringify(faults.map(({ got, path }) => [got, path.replace(file, '')]))).not.toMatch(LEAK)
  })
})
