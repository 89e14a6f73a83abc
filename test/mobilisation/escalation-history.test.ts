import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CalledPerson, CallOutPolicy, CallOutView, Reply } from '../../src/mobilisation/call-out.ts'
import { type NextStep, nextStep, type Replacement } from '../../src/mobilisation/escalation.ts'
import type { Kind, ResponderId } from '../../src/roster/responder.ts'
import { ACK_MS, called, idOf, NOW, POLICY } from './sample.ts'

const KINDS = ['tagana', 'pkh'] as const

/** A call-out as its rows would hold it, moved by hand. */
interface World {
  now: Date
  people: CalledPerson[]
  status: CallOutView['status']
  /** How many more of each kind live in reach. */
  free: Record<(typeof KINDS)[number], number>
  readonly need: Readonly<Record<(typeof KINDS)[number], number>>
  readonly policy: CallOutPolicy
  /** Everybody who was replaced, once for each time. */
  readonly replaced: ResponderId[]
}

type Happening =
  | { readonly kind: 'answer'; readonly who: number; readonly answer: Reply }
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'import'; readonly of: (typeof KINDS)[number] }

const coming = (world: World, kind: Kind): readonly CalledPerson[] =>
  world.people.filter(
    (person) => person.kind === kind && !person.stoodDownAt && (person.answer === 'yes' || person.answer === 'arrived'),
  )
const hasEnough = (world: World, kind: (typeof KINDS)[number]): boolean =>
  coming(world, kind).length >= world.need[kind]

const viewOf = ({ status, need, people }: World, usedUp: readonly Kind[]): CallOutView => ({
  status,
  need,
  people,
  usedUp: new Set(usedUp),
  lapsed: { people: new Set(), kinds: new Set() },
  closesAt: null,
})

/** What the job does: look, ask who is left, look again knowing that. */
const stepOf = (world: World): NextStep => {
  const wanted = nextStep(viewOf(world, []), world.policy, world.now)
  const usedUp = KINDS.filter((kind) => world.free[kind] === 0 && wanted.replacements.some((one) => one.kind === kind))
  return nextStep(viewOf(world, usedUp), world.policy, world.now)
}

const checkStep = (world: World, step: NextStep): void => {
  const { people, now, policy } = world
  const filled = KINDS.every((kind) => hasEnough(world, kind))
  expect(step.status === 'filled').toBe(filled)
  if (filled) expect(step.replacements).toEqual([])
  if (step.reviewAt !== null) expect(step.reviewAt.getTime()).toBeGreaterThan(now.getTime())

  for (const { replaces, wave, kind, because } of step.replacements) {
    const person = people.find(({ responderId }) => responderId === replaces)
    expect(person).toMatchObject({
      kind,
      replaced: false,
      stoodDownAt: null,
      answer: because === 'said-no' ? 'no' : null,
    })
    expect(wave).toBe((person?.wave ?? 0) + (because === 'silent' ? 1 : 0))
    expect(wave).toBeLessThanOrEqual(policy.maxWaves)
    expect(KINDS.some((known) => known === kind && !hasEnough(world, known))).toBe(true)
  }
  for (const id of step.standDown) {
    const person = people.find(({ responderId }) => responderId === id)
    expect(person?.stoodDownAt).toBeNull()
    expect(person?.answer === 'no' || person?.answer === 'arrived').toBe(false)
    const [kind] = KINDS.filter((known) => known === person?.kind)
    if (kind === undefined) throw new Error(`${id} is of no kind`)
    expect(hasEnough(world, kind)).toBe(true)
    const first = coming(world, kind).toSorted(
      (a, b) => Number(a.answeredAt) - Number(b.answeredAt) || (a.responderId < b.responderId ? -1 : 1),
    )
    expect(first.slice(0, world.need[kind]).map(({ responderId }) => responderId)).not.toContain(id)
  }

  const awaited = people.some(
    ({ kind, answer, stoodDownAt, deadlineAt }) =>
      KINDS.some((known) => known === kind && !hasEnough(world, known)) && !answer && !stoodDownAt && deadlineAt > now,
  )
  // Exhausted says exactly this: somebody is missing, nobody's answer is awaited, nobody is called any more.
  expect(step.status === 'exhausted').toBe(!filled && !awaited && step.replacements.length === 0)
}

const save = (world: World, step: NextStep): void => {
  const { now } = world
  const hired: { place: Replacement; id: ResponderId }[] = []
  for (const place of step.replacements) {
    const [kind] = KINDS.filter((known) => known === place.kind)
    if (kind === undefined || world.free[kind] === 0) continue
    world.free[kind] -= 1
    hired.push({ place, id: idOf(`R${world.people.length + hired.length}`) })
    world.replaced.push(place.replaces)
  }
  world.people = world.people.map((person) => ({
    ...person,
    silentAt: step.silent.includes(person.responderId) ? now : person.silentAt,
    stoodDownAt: step.standDown.includes(person.responderId) ? now : person.stoodDownAt,
    replaced: person.replaced || hired.some(({ place }) => place.replaces === person.responderId),
  }))
  for (const { place, id } of hired)
    world.people.push(
      called(id, { kind: place.kind, wave: place.wave, calledAt: now, deadlineAt: new Date(now.getTime() + ACK_MS) }),
    )
  world.status = step.status
}

const review = (world: World): void => {
  const step = stepOf(world)
  checkStep(world, step)
  save(world, step)
  expect(new Set(world.replaced).size).toBe(world.replaced.length)

  const before = structuredClone({ ...world, policy: undefined })
  const again = stepOf(world)
  expect(again).toMatchObject({ status: world.status, silent: [], replacements: [], standDown: [] })
  save(world, again)
  expect({ ...world, policy: undefined }).toEqual(before)
}

const happen = (world: World, happening: Happening): void => {
  switch (happening.kind) {
    case 'time':
      world.now = new Date(world.now.getTime() + happening.ms)
      return
    case 'import':
      world.free[happening.of] += 1
      return
    case 'answer': {
      const at = happening.who % Math.max(1, world.people.length)
      world.people = world.people.map((person, nth) =>
        nth === at && person.answer !== happening.answer
          ? { ...person, answer: happening.answer, answeredAt: world.now }
          : person,
      )
    }
  }
}

const happenings: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('answer'),
      who: fc.nat(30),
      answer: fc.constantFrom<Reply>('yes', 'yes', 'no', 'no', 'arrived'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('time'), ms: fc.constantFrom(1, 60_000, ACK_MS - 1, ACK_MS) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('import'), of: fc.constantFrom(...KINDS) }) },
)

const worlds: fc.Arbitrary<World> = fc
  .record({
    need: fc.record({ tagana: fc.integer({ min: 1, max: 4 }), pkh: fc.nat(2) }),
    first: fc.record({ tagana: fc.nat(6), pkh: fc.nat(3) }),
    free: fc.record({ tagana: fc.nat(5), pkh: fc.nat(2) }),
    maxWaves: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ need, first, free, maxWaves }) => ({
    now: NOW,
    people: KINDS.flatMap((kind) => Array.from({ length: first[kind] }, () => kind)).map((kind, at) =>
      called(`R${at}`, { kind }),
    ),
    status: 'calling',
    free: { ...free },
    need,
    policy: { ...POLICY, maxWaves },
    replaced: [],
  }))

// Thousands of reviews with all their checks: a busy machine may need more than vitest's five seconds.
test('random histories keep every promise, and a second look without news changes nothing', { timeout: 60_000 }, () => {
  const reached = new Set<string>()
  fc.assert(
    fc.property(worlds, fc.array(happenings, { maxLength: 40 }), (world, history) => {
      review(world)
      for (const happening of history) {
        happen(world, happening)
        review(world)
        reached.add(world.status)
      }
    }),
    { numRuns: 400, seed: 20261122 },
  )
  expect([...reached].sort()).toEqual(['calling', 'exhausted', 'filled'])
})

test('when nobody ever answers, every wave is called and then no more', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const calledAtFirst = world.people.length
      for (let wave = 0; wave < world.policy.maxWaves; wave += 1) {
        review(world)
        world.now = new Date(world.now.getTime() + ACK_MS)
      }
      review(world)
      expect(world.status).toBe('exhausted')
      expect(world.people.length).toBeLessThanOrEqual(calledAtFirst * world.policy.maxWaves)
      const silences = world.people.filter(({ silentAt }) => silentAt !== null)
      expect(silences.length).toBe(world.people.filter(({ stoodDownAt }) => stoodDownAt === null).length)
    }),
    { numRuns: 200, seed: 9 },
  )
})
