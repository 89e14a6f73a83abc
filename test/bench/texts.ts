import { fileURLToPath } from 'node:url'
import { HAZARDS } from '../../src/mobilisation/hazard.ts'
import type { Fields } from '../../src/wording/fields.ts'
import { renderSms } from '../../src/wording/message.ts'
import { fitOf, LONGEST_LINK, longFields, regencyNames, shippedTemplates, smsOf } from '../support/shipped-texts.ts'
import type { Figure } from './figure.ts'
import type { Stage } from './stage.ts'

/** Of this bench as it is built: dist/test/bench. */
const PACKAGE_ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** What a usual message says, for samples. */
const USUAL: Fields = {
  ...longFields('Kab. Lumajang', 'volcano'),
  place: 'Sumberwuluh, Kec. Candipuro, Kab. Lumajang',
  muster: 'Gardu KSB Candipuro',
  office: 'Dinsos Kab. Lumajang',
  siteName: 'KSB Candipuro',
  time: '06.10 WIB',
  startsAt: 'Sen 26/4 pk 10.00 WIB',
  needed: '6 Tagana, 2 Pendamping Desa',
  coming: '3 Tagana',
  missing: '3 Tagana, 2 Pendamping Desa',
  count: '3',
  reason: '',
}
const USUAL_LINK = 'https://posko.example.id/a/Zz9_-Zz9_-Zz9_-Zz9_-'

const linkOf = (length: number): string => `${LONGEST_LINK}${'x'.repeat(length)}`.slice(0, length)

/** Every name with every SMS template, real and exercised: the table goes to `tell`, with a sample of each. */
export const texts = async ({ tell }: Stage): Promise<readonly Figure[]> => {
  const templates = smsOf(shippedTemplates(PACKAGE_ROOT))
  const names = regencyNames()
  const everyName = names.map((name) => longFields(name, 'wildfire'))
  const longestName = names.toSorted((one, other) => other.length - one.length)[0] ?? ''
  const everyHazard = HAZARDS.map((hazard) => longFields(longestName, hazard))
  const modes = ['actual', 'exercise'] as const
  let [worded, inTwo] = [0, 0]
  tell('| template | longest, real | exercise | longest text of an exercise |')
  tell('|---|--:|--:|---|')
  const fits = templates.map((sms) => {
    const [real, exercise] = modes.map((mode) => {
      const fit = fitOf(sms, [...everyName, ...everyHazard], mode, LONGEST_LINK)
      worded += fit.texts
      if (fit.mostParts > 1) inTwo += 1
      return fit
    })
    tell(`| ${sms[0]} | ${real?.septets} | ${exercise?.septets} | ${exercise?.longest} |`)
    return { sms, exercise }
  })
  tell('samples:')
  for (const [key, template] of templates)
    tell(`${key}: ${renderSms(template, USUAL, { mode: 'actual', link: USUAL_LINK })}`)
  const longestLink = Array.from({ length: 60 }, (_, at) => LONGEST_LINK.length + at).findLast((length) =>
    fits.every(({ sms }) => modes.every((mode) => fitOf(sms, everyHazard, mode, linkOf(length)).mostParts === 1)),
  )
  return [
    { what: 'texts worded: names and hazards, templates, real and exercised', value: worded, unit: 'texts' },
    {
      what: 'templates and modes that need a second part with a link of 56',
      value: inTwo,
      unit: `of ${2 * fits.length}`,
    },
    {
      what: 'longest text',
      value: Math.max(...fits.map(({ exercise }) => exercise?.septets ?? 0)),
      unit: 'septets of 160',
    },
    { what: 'longest link with which all still fit one part', value: longestLink ?? 0, unit: 'characters' },
  ]
}
