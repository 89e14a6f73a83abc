import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { readTemplates } from '../../config/templates-config.ts'
import type { Fault } from '../../src/errors.ts'
import { HAZARD_NAMES, type Hazard } from '../../src/mobilisation/hazard.ts'
import { shortenRegencyName } from '../../src/roster/region-name.ts'
import type { Templates } from '../../src/wording/choice.ts'
import type { Fields } from '../../src/wording/fields.ts'
import { septets, smsParts } from '../../src/wording/gsm7.ts'
import { renderSms } from '../../src/wording/message.ts'
import type { Mode } from '../../src/wording/mode.ts'
import type { Template } from '../../src/wording/template.ts'

/** The shipped templates. Throws where one has a fault. */
export const shippedTemplates = (packageRoot: string): Templates => {
  const faults: Fault[] = []
  const templates = readTemplates([join(packageRoot, 'config', 'templates')], faults)
  if (faults.length > 0) throw new Error(JSON.stringify(faults))
  return templates
}

/** Every kabupaten and kota of Indonesia, as messages call them. */
export const regencyNames = (): readonly string[] => {
  const folder = createRequire(import.meta.url)
    .resolve('idn-area-data/package.json')
    .replace(/package\.json$/, 'data/')
  return readFileSync(`${folder}regencies.csv`, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split(','))
    .map(([code = '', , name = '']) => shortenRegencyName(code, name))
}

/** As long a link as fits every message: 33 characters, `/a/`, and the token of the first 16.7 million notices. */
export const LONGEST_LINK = 'https://kentongan.contohkab.go.id/a/Zz9_-Zz9_-Zz9_-Zz9_-'

/** Long values of what is not a regency: what cannot be cut is as long as it gets. */
export const longFields = (regency: string, hazard: Hazard): Fields => ({
  hazard: HAZARD_NAMES[hazard].id,
  hazardEn: HAZARD_NAMES[hazard].en,
  level: hazard === 'tsunami' ? 'Waspada (<0,5 m)' : 'Level III (Siaga)',
  headline: 'Banjir bandang menerjang tiga desa di lereng utara',
  place: `Persiapan Pematang Kandis, Kec. Pangkalan Kerinci Barat, ${regency}`,
  regency,
  time: '13.21 WITA',
  date: 'Sen 26/4',
  muster: 'Gardu KSB Kebonagung Mandiri',
  distance: '14 km',
  code: 'A7K2',
  otherCode: 'B8M3',
  office: `Dinas Sosial ${regency}`,
  name: 'Siti',
  kind: 'tagana',
  reason: 'filled',
  reasonEn: 'Tagana: across water without a crossing; Pendamping Desa: all declined',
  message: 'Gempa kuat atau lama di pesisir - segera jauhi pantai, naik ke tempat tinggi, jangan pulang',
  needed: '12 Tagana, 3 Pendamping Desa, 10 KSB',
  coming: '4 Tagana, 1 Pendamping Desa, 2 KSB',
  missing: '8 Tagana, 2 Pendamping Desa, 8 KSB',
  count: '1240',
  siteName: `KSB Mahameru ${regency}`,
  startsAt: 'Sen 26/4 pk 10.00 WITA',
  duration: '2 jam 30 menit',
  drillType: 'Evakuasi mandiri',
  contactHint: 'Pusdalops BPBD',
})

/** The SMS among the templates, by their keys without `.sms`. */
export const smsOf = (templates: Templates): readonly (readonly [string, Template])[] =>
  [...templates].filter(([key]) => key.endsWith('.sms')).map(([key, template]) => [key.replace(/\.sms$/, ''), template])

/** What became of one template over many names. */
export interface TextFit {
  readonly key: string
  readonly texts: number
  readonly mostParts: number
  /** The longest text, and the room that it takes. */
  readonly longest: string
  readonly septets: number
}

/** Words each template for each regency, and gives its longest text; `see` gets every text. */
export const fitOf = (
  [key, template]: readonly [string, Template],
  fieldsOf: readonly Fields[],
  mode: Mode,
  link: string,
  see: (text: string, key: string, mode: Mode) => void = () => undefined,
): TextFit => {
  let [mostParts, most, longest] = [0, 0, '']
  for (const fields of fieldsOf) {
    const text = renderSms(template, fields, { mode, link })
    see(text, key, mode)
    const taken = septets(text)
    if (taken > most) [most, longest] = [taken, text]
    mostParts = Math.max(mostParts, smsParts(text))
  }
  return { key, texts: fieldsOf.length, mostParts, longest, septets: most }
}
