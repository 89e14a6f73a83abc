import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { CAMPAIGN_TYPES, type Campaign } from '../src/drills/campaign.ts'
import { DAY_MS, readDay, readTimeMs } from '../src/drills/wall-clock.ts'
import type { Fault } from '../src/errors.ts'
import { KINDS } from '../src/roster/responder.ts'
import { isGsm7, septets } from '../src/wording/gsm7.ts'
import { duration, regionCode } from './quantities.ts'
import { checkYaml, readYaml } from './yaml-file.ts'

/** Ours: nobody is woken by a test or by advice. */
const EARLIEST = '06:00'
const LATEST = '21:00'

/** Ours: a test of which more would be held without being asked for is no rota but a nuisance. */
const LEAST_DAYS = 7

/** With the frame round it, the offer to stop and the shortest office, the rest of an SMS's 160 septets. */
export const LONGEST_MESSAGE = 90

const EVERY = /^([1-9]\d{0,3}) ?(d|days?|weeks?|months?|years?)$/
const UNITS = { d: 'days', w: 'weeks', m: 'months', y: 'years' } as const
const DAYS = { days: 1, weeks: 7, months: 28, years: 365 } as const

const isInitial = (letter: string): letter is keyof typeof UNITS => letter in UNITS

const everyOf = (text: string): Campaign['every'] | null => {
  const [, count = '', unit = ''] = EVERY.exec(text) ?? []
  const initial = unit.charAt(0)
  return isInitial(initial) ? { count: Number(count), unit: UNITS[initial] } : null
}

/** Of the shortest month: a rota must fit into every turn. */
const daysIn = ({ count, unit }: Campaign['every']): number => count * DAYS[unit]

const windowOf = (text: string): Campaign['window'] => {
  const [from = '', to = ''] = text.split('-')
  return { fromMs: readTimeMs(from), toMs: readTimeMs(to) }
}

const holds = (check: () => boolean): boolean => {
  try {
    return check()
  } catch {
    return false
  }
}

const HOUR_MS = 3_600_000

const isWindow = (text: string): boolean =>
  holds(() => {
    const { fromMs, toMs } = windowOf(text)
    return fromMs >= readTimeMs(EARLIEST) && toMs <= readTimeMs(LATEST) && toMs - fromMs >= HOUR_MS
  })

const isDay = (text: string): boolean => holds(() => readDay(text).day > 0)

const windowError = `hours from ${EARLIEST} to ${LATEST} such as "09:00-16:00", an hour at the least`
const everyError = `a rhythm such as 14d, 2 weeks, 6 months or 1 year, ${LEAST_DAYS} days at the least`
const dayError = 'a day such as 2027-01-04'
const day = z.string({ error: dayError }).refine(isDay, { error: dayError })

/** Words by which a reader could take advice for a call, an alert or a drill, or its text for a question. */
const NOT_ADVICE = /\b(?:LATIHAN|DRILL|MOBILISASI|PERINGATAN|TES KONTAK|BALAS|REPLY)\b/i

const messageError = `plain advice of at most ${LONGEST_MESSAGE} signs of the GSM 7-bit alphabet in one line, without web addresses and without LATIHAN, MOBILISASI, PERINGATAN, TES KONTAK or BALAS`

const isAdvice = (text: string): boolean =>
  isGsm7(text) && septets(text) <= LONGEST_MESSAGE && !NOT_ADVICE.test(text) && !/[\r\n{}[\]]|https?:|www\./i.test(text)

export const campaignSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, { error: 'small letters, digits and hyphens, such as tes-kontak-2027' })
      .max(64),
    type: z.enum(CAMPAIGN_TYPES).describe('contact-test: a short "balas 1"; education: advice (KIE)'),
    audience: z.strictObject({
      kinds: z.array(z.enum(KINDS)).min(1),
      region: regionCode.optional(),
      sites: z.array(z.string().min(1)).min(1).optional().describe('only people of these sites'),
    }),
    every: z
      .string()
      .refine((text) => LEAST_DAYS <= daysIn(everyOf(text) ?? { count: 0, unit: 'days' }), { error: everyError })
      .describe(everyError),
    from: day.describe('the first day of the first turn'),
    until: day.optional().describe('no turn begins after this day'),
    window: z.string({ error: windowError }).refine(isWindow, { error: windowError }).describe(windowError),
    spread: duration('1d', '365d').describe('over so many days of a turn people are spread'),
    answerWithin: duration('1h', '14d').optional().describe('with contact-test: silent after so long; 2d unless given'),
    messages: z
      .array(z.string({ error: messageError }).trim().min(1).refine(isAdvice, { error: messageError }))
      .min(1)
      .max(100)
      .optional()
      .describe('with education: one text for each turn, then again from the first'),
  })
  .superRefine((given, context) => {
    const complain = (key: string, message: string): void => context.addIssue({ code: 'custom', path: [key], message })
    if (given.type === 'education' && given.messages === undefined)
      complain('messages', 'with education: a list of texts')
    for (const [key, type] of [
      ['messages', 'education'],
      ['answerWithin', 'contact-test'],
    ] as const)
      if (given.type !== type && given[key] !== undefined) complain(key, `nothing: it belongs to ${type}`)
    const every = everyOf(given.every)
    if (every !== null && given.spread / DAY_MS > daysIn(every)) complain('spread', 'no longer than a turn')
    if (given.spread % DAY_MS !== 0) complain('spread', 'whole days, such as 30d')
    if (given.until !== undefined && given.until < given.from) complain('until', 'a day after from')
  })
  .meta({ title: 'A campaign: contact tests or education messages' })

const DEFAULT_ANSWER_MS = 2 * DAY_MS

const campaignOf = (given: z.output<typeof campaignSchema>): Campaign => ({
  id: given.id,
  type: given.type,
  audience: {
    kinds: given.audience.kinds,
    region: given.audience.region ?? null,
    sites: given.audience.sites ?? null,
  },
  every: everyOf(given.every) ?? { count: LEAST_DAYS, unit: 'days' },
  from: given.from,
  until: given.until ?? null,
  window: windowOf(given.window),
  spreadDays: given.spread / DAY_MS,
  answerWithinMs: given.answerWithin ?? DEFAULT_ANSWER_MS,
  messages: given.messages ?? [],
})

/** Reads every campaign, one to a file `*.yaml` in `folder`, in the order of the files' names; adds every fault. */
export const readCampaigns = (folder: string, faults: Fault[]): readonly Campaign[] => {
  if (!existsSync(folder)) return []
  const campaigns: Campaign[] = []
  const places = new Map<string, string>()
  for (const name of readdirSync(folder).toSorted()) {
    if (!/\.ya?ml$/.test(name)) continue
    const yaml = readYaml(join(folder, name), faults)
    const given = yaml === undefined ? undefined : checkYaml(yaml, campaignSchema, faults)
    if (yaml === undefined || given === undefined) continue
    const place = yaml.placeOf(['id'])
    const taken = places.get(given.id)
    if (taken !== undefined)
      faults.push({ path: place, got: given.id, expected: `an id of its own: ${taken} has this one` })
    places.set(given.id, place)
    campaigns.push(campaignOf(given))
  }
  return campaigns
}
