/** What a person can say of their service, in its order; "no" takes back what was said before. */
export const SERVICE_WORDS = ['yes', 'no', 'en-route', 'arrived', 'done'] as const
export type ServiceWord = (typeof SERVICE_WORDS)[number]

/** How far somebody is who said yes: `coming` not yet set off, as far as is known. */
export const PROGRESS = ['coming', 'en-route', 'arrived', 'done'] as const
export type Progress = (typeof PROGRESS)[number]

/** How a person stands to their call: what counts for the need, and the instants of what they said on the way. */
export interface Service {
  readonly answer: 'yes' | 'no' | 'arrived' | null
  readonly enRouteAt: Date | null
  readonly arrivedAt: Date | null
  readonly doneAt: Date | null
}

/** How far somebody is; null for who did not say yes, or took it back. */
export const progressOf = ({ answer, enRouteAt, doneAt }: Omit<Service, 'arrivedAt'>): Progress | null => {
  if (answer !== 'yes' && answer !== 'arrived') return null
  if (doneAt !== null) return 'done'
  if (answer === 'arrived') return 'arrived'
  return enRouteAt === null ? 'coming' : 'en-route'
}

/** The furthest thing that a person said and that counts. */
export const furthestWord = (service: Omit<Service, 'arrivedAt'>): ServiceWord | null => {
  const progress = progressOf(service)
  return progress === null ? service.answer : progress === 'coming' ? 'yes' : progress
}

/**
 * Where a word takes somebody. Texts come late, twice and out of order: after a first yes in whatever words, nothing but
 * a "no" leads back, and nothing at all after "done": whoever served has served. "Done" before any yes changes nothing:
 * "pulang" by somebody who never came fills no need. The first time of each stays its time.
 */
export const serviceAfter = (before: Service, word: ServiceWord, at: Date): Service => {
  if (before.doneAt !== null) return before
  const answer = before.answer === 'arrived' ? 'arrived' : 'yes'
  switch (word) {
    case 'yes':
      return { ...before, answer }
    case 'no':
      return { answer: 'no', enRouteAt: null, arrivedAt: null, doneAt: null }
    case 'en-route':
      // Who is there already was on the way before, at a time that nobody knows.
      return { ...before, answer, enRouteAt: answer === 'arrived' ? before.enRouteAt : (before.enRouteAt ?? at) }
    case 'arrived':
      return { ...before, answer: 'arrived', arrivedAt: before.arrivedAt ?? at }
    case 'done':
      return progressOf(before) === null ? before : { ...before, answer: 'arrived', doneAt: at }
  }
}

/** How many people are how far; those sent home are none of them. */
export const countProgress = (
  people: readonly (Service & { readonly stoodDownAt: Date | null })[],
): Readonly<Record<'coming' | 'enRoute' | 'arrived' | 'done', number>> => {
  const at = people.map((one) => (one.stoodDownAt === null || one.doneAt !== null ? progressOf(one) : null))
  const count = (progress: Progress): number => at.filter((one) => one === progress).length
  return { coming: count('coming'), enRoute: count('en-route'), arrived: count('arrived'), done: count('done') }
}
