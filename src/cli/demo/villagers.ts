import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { Api, Notice, Person } from './api.ts'
import { INBOUND_TOKEN } from './stage.ts'

/** What one villager will do when called. */
export interface Plan {
  readonly answer: 'yes' | 'no' | 'silent'
  /** After the message came. */
  readonly afterMs: number
  readonly by: 'sms' | 'link'
}

/** The numbers in a sequence that looks random and is always the same: Park and Miller's, 1988. */
const minimalStandard = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** Shares of answers that make a lively minute; they are the demo's own and measure nobody. */
const YES = 0.55
const NO = 0.25

/** One plan for each person, in the order in which they are called; the same at every run. */
export const planner = (seed: number): (() => Plan) => {
  const draw = minimalStandard(seed)
  return () => {
    const mood = draw()
    const afterMs = 800 + draw() * 3_500
    const by = draw() < 0.5 ? 'sms' : 'link'
    return { answer: mood < YES ? 'yes' : mood < YES + NO ? 'no' : 'silent', afterMs, by }
  }
}

const WORDS = {
  yes: ['1', 'Siap', 'berangkat', 'OTW pak'],
  no: ['2', 'Tidak bisa', 'maaf, sakit', 'tdk bisa'],
} as const

/** The phones of the register that the demo made, by the register's own id. */
export const phonesIn = (file: string): ReadonlyMap<string, string> => {
  const rows: Record<string, string>[] = parse(readFileSync(file, 'utf8'), { columns: true })
  return new Map(rows.map((row) => [row['external_id'] ?? '', row['phone'] ?? '']))
}

/** Answers as a person with a feature phone does: a text to the number that called, which the gateway brings in. */
export const answerByText = async (
  url: string,
  phone: string,
  plan: Plan,
  nth: number,
  code: string,
): Promise<string> => {
  if (plan.answer === 'silent') return ''
  const words = WORDS[plan.answer]
  const text = `${words[nth % words.length]} ${code}`
  await fetch(`${url}/v1/inbound/http`, {
    method: 'POST',
    headers: { authorization: `Bearer ${INBOUND_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      id: `demo-${nth}-${performance.now()}`,
      from: phone,
      text,
      receivedAt: new Date().toISOString(),
    }),
  })
  return text
}

/** Answers as a person with a smartphone does: the link in the message, then one tap. */
export const answerByLink = async (notice: Notice, plan: Plan): Promise<void> => {
  const [link] = /https?:\/\/\S+\/a\/\S+/.exec(notice.text ?? '') ?? []
  if (link === undefined || plan.answer === 'silent') return
  await fetch(link, { method: 'POST', body: new URLSearchParams({ answer: plan.answer }) })
}

/** Whoever lives in the danger zone is asked first whether they are safe; a yes answers both. */
const CALLS = ['call-out', 'safety-check']

/** Somebody who was called, once the message is out. */
export interface Called {
  readonly person: Person
  readonly notice: Notice
}

/** People whose text message has left and who were not seen before. */
export const newlyCalled = async (
  api: Api,
  callOutId: string,
  seen: ReadonlySet<string>,
): Promise<readonly Called[]> => {
  const [people, notices] = [await api.people(callOutId), await api.notices(callOutId)]
  return people.flatMap((person): readonly Called[] => {
    const notice = notices.find(
      ({ responderId, channel, purpose, state }) =>
        responderId === person.responderId && channel === 'sms' && CALLS.includes(purpose) && state === 'accepted',
    )
    return notice === undefined || seen.has(person.responderId) ? [] : [{ person, notice }]
  })
}
