import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../src/errors.ts'
import { isKind } from '../src/roster/responder.ts'
import { BASE_LANGUAGE, MESSAGE_NAMES, type Templates } from '../src/wording/choice.ts'
import { PLACEHOLDERS } from '../src/wording/fields.ts'
import { isGsm7 } from '../src/wording/gsm7.ts'
import { LABELS } from '../src/wording/mode.ts'
import { fieldsOfLine, type Piece, readTemplate, type Template, wordsOfLine } from '../src/wording/template.ts'
import { shownPath } from './yaml-file.ts'

const FILE_NAME = /^([a-z-]+)(?:\.([a-z_]+))?\.(sms|email)\.txt$/

/** As the column `language` of the roster takes it: a folder of any other name would be nobody's. */
const LANGUAGE = /^[a-z]{2,3}$/

type Line = readonly Piece[]

/** What every wording of a message must hold: a call-out without its link or code could not be answered. */
const requiredFields = (name: string): readonly string[] => {
  if (name === 'call-out') return ['place', 'time', 'muster', 'code', 'link', 'office']
  if (name === 'call-out-rota') return ['place', 'startsAt', 'muster', 'code', 'link', 'office']
  if (name === 'call-out-stand-by' || name === 'call-out-alarm-test') return ['place', 'code', 'link', 'office']
  if (name === 'safety-check') return ['place', 'code', 'link', 'office']
  if (name === 'operator-not-safe') return ['code', 'count', 'office']
  if (name === 'operator-approval') return ['code', 'link', 'office']
  if (name === 'inbox-noted-safety') return ['code', 'office']
  if (name === 'campaign-education') return ['message', 'office']
  if (name === 'attendance-refused-which') return ['code', 'office']
  if (name === 'attendance-noted' || name === 'attendance-refused-absent') return ['siteName', 'office']
  if (/^(report|inbox|stop|attendance|campaign)-/.test(name)) return ['office']
  return name.startsWith('drill-') ? ['siteName', 'startsAt', 'office'] : ['code', 'office']
}

/** Nobody who is asked whether they are safe is told where to go. */
const WHERE_TO = ['muster', 'distance']
const LEADS_NOWHERE = `neither ${WHERE_TO.map((field) => `{${field}}`).join(' nor ')}: it only asks whether somebody is safe`

const isWord = (words: string, known: readonly string[]): boolean => known.includes(words)

const LABELLED = { 'campaign-contact-test': 'contact-test', 'campaign-education': 'education' } as const

const hasOwnLabel = (name: string): name is keyof typeof LABELLED => name in LABELLED

/** A drill says so by itself, whatever mode it is sent in: first and last; so does a campaign, at its beginning. */
const labelFault = (name: string, line: Line): string | undefined => {
  if (!name.startsWith('drill-') && !hasOwnLabel(name)) return undefined
  const { first, last } = LABELS[hasOwnLabel(name) ? LABELLED[name] : 'exercise']
  const words = wordsOfLine(line).replace(/^Subject: ?/, '')
  return words.startsWith(first) && words.endsWith(last)
    ? undefined
    : `${first}… at the beginning${last === '' ? '' : ` and …${last} at the end`}`
}

interface Checked {
  readonly name: string
  readonly channel: string
  readonly path: string
  /** Where each line of the template stands in the file. */
  readonly lineNumbers: readonly number[]
  readonly faults: Fault[]
}

const checkSms = ({ name, path: file, lineNumbers, faults }: Checked, template: Template): void => {
  for (const [at, line] of template.lines.entries()) {
    if (line.length === 0) continue
    const path = `${file}:${lineNumbers[at]}`
    const words = wordsOfLine(line)
    const got = words.length > 40 ? `${words.slice(0, 40)}…` : words
    if (!isGsm7(words))
      faults.push({
        path,
        got,
        expected: 'signs of the GSM 7-bit alphabet only',
        hint: 'write plain quotes and hyphens, no emoji',
      })
    const missing = requiredFields(name).filter((field) => !fieldsOfLine(line).includes(field))
    if (missing.length > 0)
      faults.push({ path, got, expected: `in every wording: ${missing.map((field) => `{${field}}`).join(', ')}` })
    if (name.startsWith('call-out') && !/\b1\b.*\b2\b/.test(words))
      faults.push({ path, got, expected: 'how to answer: 1 to come, 2 not to' })
    if (name === 'safety-check' && !/(?=.*\b1\b)(?=.*\b2\b).*\b3\b/.test(words))
      faults.push({ path, got, expected: 'how to answer: 1 safe and coming, 3 safe, 2 not to come' })
    const leads = name === 'safety-check' ? WHERE_TO.filter((field) => fieldsOfLine(line).includes(field)) : []
    if (leads.length > 0) faults.push({ path, got, expected: LEADS_NOWHERE })
    const asks = { 'campaign-contact-test': /\b1\b/, 'campaign-education': /\bSTOP INFO\b/ }
    if (hasOwnLabel(name) && !asks[name].test(words))
      faults.push({
        path,
        got,
        expected: name === 'campaign-education' ? 'how to end it: STOP INFO' : 'how to answer: 1',
      })
    const label = labelFault(name, line)
    if (label !== undefined) faults.push({ path, got, expected: label })
  }
}

const checkEmail = ({ name, path: file, lineNumbers, faults }: Checked, template: Template): void => {
  const path = `${file}:${lineNumbers[0]}`
  const [subject = [], ...body] = template.lines
  const words = wordsOfLine(subject)
  if (!words.startsWith('Subject:'))
    faults.push({ path, got: words.slice(0, 40), expected: 'Subject: and the subject' })
  const missing = requiredFields(name).filter((field) => !fieldsOfLine(template.lines.flat()).includes(field))
  if (missing.length > 0)
    faults.push({ path, got: 'not named', expected: missing.map((field) => `{${field}}`).join(', ') })
  if (name === 'safety-check' && WHERE_TO.some((field) => fieldsOfLine(template.lines.flat()).includes(field)))
    faults.push({ path, got: words.slice(0, 40), expected: LEADS_NOWHERE })
  const label = labelFault(name, subject) ?? labelFault(name, body.flat())
  if (label !== undefined) faults.push({ path, got: words.slice(0, 40), expected: `in subject and text, ${label}` })
}

/** The folders of languages below a folder of templates, in order; none when it is not there. */
const languagesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .toSorted()
    : []

const readOne = (file: string, name: string, channel: string, faults: Fault[]): Template | undefined => {
  const path = shownPath(file)
  const reading = readTemplate(
    readFileSync(file, 'utf8'),
    channel === 'sms' ? PLACEHOLDERS.filter((field) => field !== 'name') : PLACEHOLDERS,
  )
  if (reading.kind === 'faults') {
    faults.push(...reading.faults.map(({ line, got, expected }) => ({ path: `${path}:${line}`, got, expected })))
    return undefined
  }
  const checked = { name, channel, path, lineNumbers: reading.lineNumbers, faults }
  if (channel === 'sms') checkSms(checked, reading.template)
  else checkEmail(checked, reading.template)
  return reading.template
}

/**
 * Reads every template in the folders given; one in a later folder stands in for the same one of an earlier, so that an
 * installation may change a few messages and keep the rest. Adds every fault: a file whose name means nothing, an
 * unknown field, a call-out without its link, a drill that does not say so, a message that Indonesian lacks.
 */
export const readTemplates = (folders: readonly string[], faults: Fault[]): Templates => {
  const templates = new Map<string, Template>()
  const found = new Set<string>()
  for (const folder of folders) {
    for (const language of languagesIn(folder)) {
      if (!LANGUAGE.test(language)) {
        const expected = 'the code of a language in two or three small letters, as in the roster'
        faults.push({ path: shownPath(join(folder, language)), got: language, expected })
        continue
      }
      for (const fileName of readdirSync(join(folder, language)).toSorted()) {
        const file = join(folder, language, fileName)
        const [, name = '', kind, channel = ''] = FILE_NAME.exec(fileName) ?? []
        if (!isWord(name, MESSAGE_NAMES) || (kind !== undefined && !isKind(kind))) {
          const expected = `<name>[.<kind>].<sms|email>.txt, where name is one of ${MESSAGE_NAMES.join(', ')}`
          faults.push({ path: shownPath(file), got: fileName, expected })
          continue
        }
        const key = `${language}/${fileName.replace(/\.txt$/, '')}`
        found.add(key)
        const template = readOne(file, name, channel, faults)
        if (template !== undefined) templates.set(key, template)
      }
    }
  }
  for (const name of MESSAGE_NAMES) {
    for (const channel of ['sms', 'email']) {
      const key = `${BASE_LANGUAGE}/${name}.${channel}`
      if (!found.has(key))
        faults.push({ path: `${shownPath(folders.at(-1) ?? '')}/${key}.txt`, got: 'nothing', expected: 'a template' })
    }
  }
  return templates
}
