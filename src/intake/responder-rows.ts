import type { ResponderRow } from '../roster/register.ts'
import { type ChannelName, isKind, KINDS, type Kind } from '../roster/responder.ts'
import { RESPONDER_COLUMNS as RESPONDER_NAMES } from '../roster/sample/columns.ts'
import { readSkill } from '../roster/skill.ts'
import type { Columns } from './csv-table.ts'
import { hintFor } from './nearest-word.ts'
import { type PlaceContext, placeIn } from './place-cells.ts'
import {
  booleanIn,
  checkSynthetic,
  dayIn,
  emailIn,
  listIn,
  mobileIn,
  nameIn,
  type Row,
  refuse,
  requiredIn,
  textIn,
  untilIn,
  villageOf,
  wholeIn,
} from './row.ts'

export const RESPONDER_TABLE: Columns = {
  all: RESPONDER_NAMES,
  required: ['external_id', 'source', 'name', 'kind'],
}

export interface ResponderContext extends PlaceContext {
  /** The source of rows that name none. */
  readonly source: string | null
}

const word = (text: string): string => text.toLowerCase().replace(/[ -]+/g, '_')

const kindIn = (row: Row): Kind | null => {
  const text = requiredIn(row, 'kind')
  if (text === null) return null
  const kind = word(text)
  return isKind(kind) ? kind : refuse(row, 'kind', 'is not a kind that we know', hintFor(text, KINDS))
}

const CHANNELS: readonly ChannelName[] = ['sms', 'email']

/** Those listed, in their order, each with its contact; where none is listed, those with a contact, SMS first. */
const channelsIn = (row: Row, contacts: Readonly<Record<ChannelName, boolean>>): readonly ChannelName[] => {
  const listed = listIn(row, 'channels').map((text) => text.toLowerCase())
  if (listed.length === 0) return CHANNELS.filter((channel) => contacts[channel])
  const known = CHANNELS.filter((channel) => listed.includes(channel))
  if (known.length < new Set(listed).size)
    refuse(row, 'channels', 'holds a channel that we do not have', 'write sms, email or both')
  for (const channel of known.filter((channel) => !contacts[channel]))
    refuse(row, 'channels', `lists ${channel} without a contact for it`, 'give the contact, or take the channel off')
  return [...known].sort((a, b) => listed.indexOf(a) - listed.indexOf(b))
}

const skillsIn = (row: Row): readonly string[] => {
  // By their usual words where they have one: needs are stated in those.
  const skills = listIn(row, 'skills').map((text) => readSkill(text) ?? word(text))
  const odd = skills.some((skill) => !/^[a-z][a-z0-9_]{0,39}$/.test(skill))
  if (odd) refuse(row, 'skills', 'holds a skill that is not a word', 'write words such as dapur_umum, separated by ;')
  return [...new Set(skills)]
}

const languageIn = (row: Row): string => {
  const language = (textIn(row, 'language') ?? 'id').toLowerCase()
  if (!/^[a-z]{2,3}$/.test(language)) refuse(row, 'language', 'is not the code of a language', 'write id or en')
  return language
}

/** Reads a responder; what is wrong is in the row's rejections, and then this is null. */
export const responderIn = (row: Row, context: ResponderContext): ResponderRow | null => {
  const externalId = requiredIn(row, 'external_id')
  const source = textIn(row, 'source') ?? context.source ?? requiredIn(row, 'source')
  const name = nameIn(row, 'name') ?? requiredIn(row, 'name')
  const kind = kindIn(row)
  const mobile = mobileIn(row, 'phone')
  const email = emailIn(row, 'email')
  if (textIn(row, 'phone') === null && textIn(row, 'email') === null)
    refuse(row, 'phone', 'is empty, and so is email', 'give at least one of them')
  const synthetic = booleanIn(row, 'synthetic')
  checkSynthetic(row, synthetic, 'phone', mobile?.synthetic ?? null)
  checkSynthetic(row, synthetic, 'email', email === null ? null : email.endsWith('.invalid'))
  const servesCodes = listIn(row, 'serves_codes').flatMap(
    (text) => villageOf(row, 'serves_codes', text, context.villageExists) ?? [],
  )
  const siteCode = textIn(row, 'site_code')
  const place = placeIn(row, context, servesCodes)
  if (place.position === null && siteCode === null && row.rejections.length === 0)
    refuse(row, 'village_code', 'is empty, and nothing else says where', 'give a village, coordinates or a site')
  const phone = mobile?.e164 ?? null
  const rest = {
    level: textIn(row, 'level'),
    // A contact that was refused already is not missed a second time.
    channels: channelsIn(row, { sms: textIn(row, 'phone') !== null, email: textIn(row, 'email') !== null }),
    accuracyM: wholeIn(row, 'accuracy_m', 1, 500_000) ?? place.accuracyM,
    skills: skillsIn(row),
    language: languageIn(row),
    consentOn: dayIn(row, 'consent_on'),
    optedOutUntil: untilIn(row, 'opted_out_until'),
    unavailableUntil: untilIn(row, 'unavailable_until'),
    bornYear: wholeIn(row, 'born_year', 1900, 2100),
  }
  if (row.rejections.length > 0 || externalId === null || source === null || name === null || kind === null) return null
  return { externalId, source, name, kind, phone, email, servesCodes, siteCode, synthetic, ...place, ...rest }
}
