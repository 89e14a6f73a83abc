import { comingByKind, owesAnswer } from '../mobilisation/call-out.ts'
import type { HeadCount } from '../mobilisation/hazard-event.ts'
import { furthestWord } from '../mobilisation/progress.ts'
import { timeZoneOf } from '../roster/region.ts'
import { isKind, KIND_NAMES } from '../roster/responder.ts'
import { audit } from '../store/audit.ts'
import { type CallOutLoaded, loadCallOut } from '../store/call-outs.ts'
import { type PersonToPhone, peopleToPhone } from '../store/call-sheets.ts'
import type { Reached, SheetPerson, SheetStanding } from '../wording/call-list.ts'
import type { CallSheet } from '../wording/call-sheet.ts'
import { smsValue } from '../wording/field-value.ts'
import type { Fields } from '../wording/fields.ts'
import { localDate, localTime, type Zone } from '../wording/time.ts'
import { fieldsOf } from './event-places.ts'
import type { Installation } from './installation.ts'

const kindName = (kind: string): string => (isKind(kind) ? KIND_NAMES[kind] : kind)

const heads = (count: HeadCount): string =>
  Object.entries(count)
    .map(([kind, people]) => `${people} ${kindName(kind)}`)
    .join(', ') || '0'

const STANDINGS: Readonly<Record<CallOutLoaded['status'], SheetStanding>> = {
  planning: 'wait',
  'awaiting-approval': 'wait',
  calling: 'call',
  exhausted: 'call',
  filled: 'enough',
  closed: 'over',
  'stood-down': 'over',
}

const REACHED: readonly Reached[] = ['not-left', 'unknown', 'left', 'delivered']

const WORDS = { yes: 'YA', no: 'TIDAK', 'en-route': 'DI JALAN', arrived: 'TIBA', done: 'SELESAI' } as const

/** Texts of others go on the page as they go into messages: one line without addresses, so that none can forge a line. */
const cleaned = (fields: Readonly<Record<string, string>>): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, smsValue(value)]))

const whenSaid = (at: Date | null, zone: Zone): string => (at === null ? '' : `, ${localTime(at, zone)}`)

/** What somebody said last; null while they owe an answer. That they are not safe goes before all else. */
const saidOf = (person: PersonToPhone, zone: Zone): string | null => {
  if (person.safety === 'unsafe') return `TIDAK AMAN, KIRIM PERTOLONGAN${whenSaid(person.safetyAt, zone)}`
  const word = furthestWord(person)
  return word === null || owesAnswer(person) ? null : `${WORDS[word]}${whenSaid(person.answeredAt, zone)}`
}

/** An id is typed in again: nothing of it may be replaced, only what would break the line. */
const idShown = (id: string): string => id.replaceAll(/\p{C}/gu, '')

/**
 * The call sheet of a call-out as it stands, with telephone numbers in full; null without such a call-out. That it was
 * made stands in the trail, for it hands numbers out.
 */
export const callSheetOf = async (
  installation: Installation,
  callOutId: string,
  operatorId: string,
): Promise<CallSheet | null> => {
  const { database, seal, clock, places } = installation
  const callOut = await loadCallOut(database, { callOutId })
  if (callOut === undefined) return null
  const now = clock.now()
  const people = await peopleToPhone(database, seal, callOutId, now)
  await audit(database, {
    at: now,
    actor: 'operator',
    actorId: operatorId,
    action: 'call-sheet-made',
    subject: 'call-out',
    subjectId: callOutId,
    detail: { people: people.length },
    address: 'cli',
  })
  const zone = timeZoneOf(callOut.regencyCode)
  const { demands, policy, need, mode } = callOut
  const spoken = policy.wording ?? 'call-out'
  const threads = demands.map(({ threadId }) => threadId)
  const gazetteer = places.gazetteer()
  const personOf = (person: PersonToPhone): SheetPerson => ({
    externalId: idShown(person.externalId),
    name: smsValue(person.name),
    kind: person.kind,
    kindName: kindName(person.kind),
    // Not to be called by anybody, and so no reason to hand the number out.
    phone: person.optedOut ? null : person.phone,
    km: person.km,
    village: smsValue(gazetteer.fullName(person.villageCode ?? person.regencyCode)),
    place: Math.max(0, threads.indexOf(person.threadId ?? '')),
    spoken: person.safety === 'asked' ? 'safety-check' : spoken,
    turn: person.shiftAt === null ? null : `${localDate(person.shiftAt, zone)} ${localTime(person.shiftAt, zone)}`,
    reached: REACHED[person.reached] ?? 'not-left',
    optedOut: person.optedOut,
    said: saidOf(person, zone),
    stoodDown: person.stoodDownAt !== null,
  })
  const told = demands.map(({ fields }) => cleaned(fields))
  return {
    callOutId: callOut.callOutId,
    mode,
    standing: mode === 'test' ? 'wait' : STANDINGS[callOut.status],
    spoken,
    printed: `${localDate(now, zone)} ${localTime(now, zone)}`,
    wanted: heads(need),
    coming: heads(comingByKind(need, people)),
    places: told.length > 0 ? told : [cleaned(fieldsOf(installation, callOut, callOut.destination))],
    people: people.map(personOf),
  }
}
