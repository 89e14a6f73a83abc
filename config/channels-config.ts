import { z } from 'zod'
import type { Fault } from '../src/errors.ts'
import type { EnvironmentVariables } from './environment.ts'
import {
  type EmailGateway,
  emailGatewaySchema,
  readEmailGateway,
  readSmsGateway,
  type SmsGateway,
  smsGatewaySchema,
} from './gateway-kinds.ts'
import { type GatewayLane, type GatewayTerms, type SectionPath, termsOf } from './gateway-settings.ts'
import { checkYaml, readYaml, type YamlFile } from './yaml-file.ts'

/** What a channel's messages cost and how many go out, for forecasts. */
export interface ChannelRates {
  /** Of one part of an SMS, or of one e-mail; of several gateways the mean, by what each takes. */
  readonly costRupiah: number
  /** Of all gateways that share the load. */
  readonly perSecond: number
}

export interface Channels {
  /** Also of a channel that nothing leaves by; null where it has no section. */
  readonly rates: Readonly<Record<'sms' | 'email', ChannelRates | null>>
  /** In the file's order, those with all their variables set. */
  readonly email: readonly EmailGateway[]
  readonly sms: readonly SmsGateway[]
}

/** Of a gateway whose section states no rate, forecasts alone take this many messages a second. */
export const ASSUMED_PER_SECOND = { email: 100, sms: 10 } as const

const MOST_GATEWAYS = 20

const listed = <Schema extends z.ZodType>(section: Schema) => z.array(section).min(1).max(MOST_GATEWAYS)

const emailList = listed(emailGatewaySchema)
const smsList = listed(smsGatewaySchema)

export const channelsSchema = z
  .strictObject({
    email: z.union([emailGatewaySchema, emailList]).optional(),
    sms: z.union([smsGatewaySchema, smsList]).optional(),
  })
  .meta({ title: 'Gateways for messages' })

/** The same for the shape at hand: a union of one and a list could not say what is wrong with either. */
const schemaFor = (value: unknown): z.ZodType<z.output<typeof channelsSchema>> => {
  const isList = (key: string): boolean =>
    typeof value === 'object' && value !== null && Array.isArray(Object.entries(value).find(([at]) => at === key)?.[1])
  const email = isList('email') ? emailList : emailGatewaySchema
  const sms = isList('sms') ? smsList : smsGatewaySchema
  return z.strictObject({ email: email.optional(), sms: sms.optional() })
}

interface Placed<Section> {
  readonly at: SectionPath
  readonly section: Section
}

const placed = <Section>(key: string, given: Section | readonly Section[] | undefined): readonly Placed<Section>[] => {
  if (given === undefined) return []
  if (!Array.isArray(given)) return [{ at: [key], section: given as Section }]
  return given.map((section: Section, nth) => ({ at: [key, nth], section }))
}

const checkNames = (
  yaml: YamlFile,
  sections: readonly Placed<{ readonly name?: string | undefined }>[],
  faults: Fault[],
) => {
  const taken = new Set<string>()
  for (const { at, section } of sections) {
    const path = yaml.placeOf([...at, 'name'])
    const name = section.name ?? (at.length === 1 ? at[0] : undefined)
    if (name === undefined)
      faults.push({ path, got: `${at.join('.')}.name: nothing`, expected: 'a name, as in every list' })
    else if (taken.has(name))
      faults.push({ path, got: `the name ${name} once more`, expected: 'each gateway with its own name' })
    else taken.add(name)
  }
}

/** A channel that is there but not for one of the lanes would keep that lane's messages until they expire. */
const checkLanes = (
  yaml: YamlFile,
  key: string,
  sections: readonly Placed<{ readonly lanes: readonly GatewayLane[] }>[],
  faults: Fault[],
): void => {
  for (const lane of ['live', 'exercise'] as const)
    if (sections.length > 0 && !sections.some(({ section }) => section.lanes.includes(lane)))
      faults.push({
        path: yaml.placeOf([key]),
        got: `${key}: no gateway with ${lane} among its lanes`,
        expected: `one that takes messages of the lane ${lane}`,
      })
}

const ratesOf = (channel: 'sms' | 'email', terms: readonly GatewayTerms[]): ChannelRates | null => {
  const first = Math.min(...terms.map(({ order }) => order))
  const sharing = terms.filter(({ order, lanes }) => order === first && lanes.includes('live'))
  const of = (sharing.length > 0 ? sharing : terms).map(({ costRupiah, perSecond }) => ({
    costRupiah,
    perSecond: perSecond ?? ASSUMED_PER_SECOND[channel],
  }))
  const perSecond = of.reduce((sum, one) => sum + one.perSecond, 0)
  const cost = of.reduce((sum, one) => sum + one.costRupiah * one.perSecond, 0)
  return of.length === 0 ? null : { costRupiah: cost / perSecond, perSecond }
}

const present = <Value>(values: readonly (Value | null)[]): readonly Value[] => values.filter((value) => value !== null)

/**
 * Reads channels.yaml with its references to variables; adds every fault and answers undefined. A channel has no
 * gateway when its section is not there or, while messages are only recorded, when a variable that it uses is unset. No
 * value is quoted in a fault.
 */
export const readChannels = (
  file: string,
  env: EnvironmentVariables,
  live: boolean,
  faults: Fault[],
): Channels | undefined => {
  const yaml = readYaml(file, faults)
  const given = yaml === undefined ? undefined : checkYaml(yaml, schemaFor(yaml.value), faults, { secret: true })
  if (yaml === undefined || given === undefined) return undefined
  const settings = { yaml, env, live, faults }
  const email = placed('email', given.email)
  const sms = placed('sms', given.sms)
  checkNames(yaml, [...email, ...sms], faults)
  checkLanes(yaml, 'email', email, faults)
  checkLanes(yaml, 'sms', sms, faults)
  return {
    rates: {
      sms: ratesOf(
        'sms',
        sms.map(({ section }) => termsOf(section, 'sms')),
      ),
      email: ratesOf(
        'email',
        email.map(({ section }) => termsOf(section, 'email')),
      ),
    },
    email: present(email.map(({ at, section }) => readEmailGateway(settings, at, section))),
    sms: present(sms.map(({ at, section }) => readSmsGateway(settings, at, section))),
  }
}
