/**
 * The three that a desa berketahanan sosial is measured by: what a village has, what its people are able to do, and whether
 * they take part.
 */
export const READINESS_GROUPS = ['resources', 'ability', 'will'] as const
export type ReadinessGroup = (typeof READINESS_GROUPS)[number]

/** Parts and what each weighs of 100. The weights are ours: nobody has published any for a KSB. */
export const READINESS_PARTS = [
  { name: 'gardu', group: 'resources', weight: 5 },
  { name: 'lumbung', group: 'resources', weight: 10 },
  { name: 'contacts', group: 'resources', weight: 10 },
  { name: 'facilitators', group: 'resources', weight: 10 },
  { name: 'members', group: 'ability', weight: 10 },
  { name: 'trained', group: 'ability', weight: 15 },
  { name: 'recency', group: 'ability', weight: 15 },
  { name: 'attendance', group: 'will', weight: 15 },
  { name: 'answers', group: 'will', weight: 10 },
] as const satisfies readonly { name: string; group: ReadinessGroup; weight: number }[]

export type ReadinessPartName = (typeof READINESS_PARTS)[number]['name']

/** A KSB is founded with about so many members: fifty at Sumberrejo (2024) and Semanan. */
export const WHOLE_KSB = 50
/** Ours: a drill counts in full for half a year, and for nothing after two. */
const FRESH_MONTHS = 6
export const STALE_MONTHS = 24

const MONTH_MS = (365.25 * 86_400_000) / 12

/** What the rows tell of a KSB. */
export interface ReadinessFacts {
  readonly siteCode: string
  readonly name: string
  readonly villageCode: string
  readonly isDesa: boolean
  readonly hasGardu: boolean
  readonly hasLumbung: boolean
  /** Pendamping Desa who serve the village; Tagana in its kecamatan. */
  readonly pendamping: number
  readonly tagana: number
  readonly members: number
  /** Of them with a contact that is not known to fail, and who did not withdraw. */
  readonly reachable: number
  /** Of them who came to a drill within two years; null where no list of any drill says so. */
  readonly trained: number | null
  readonly lastHeldAt: Date | null
  /** Which part of the members invited came to the last drill with a list; null where there is none. */
  readonly attendance: number | null
  /** Invitations to members within two years, and those answered. */
  readonly asked: number
  readonly answered: number
}

export interface ReadinessPart {
  readonly name: ReadinessPartName
  readonly group: ReadinessGroup
  readonly weight: number
  /** 0 to 1; null where nothing is known, which counts as 0. */
  readonly value: number | null
}

export interface Readiness {
  /** 0 to 100, whole. */
  readonly score: number
  /** How much of 100 is known at all. */
  readonly known: number
  readonly parts: readonly ReadinessPart[]
}

const within = (value: number): number => Math.min(1, Math.max(0, value))

const shareOf = (some: number, all: number): number => (all === 0 ? 0 : within(some / all))

const recency = (lastHeldAt: Date | null, now: Date): number => {
  if (lastHeldAt === null) return 0
  const months = (now.getTime() - lastHeldAt.getTime()) / MONTH_MS
  return within((STALE_MONTHS - months) / (STALE_MONTHS - FRESH_MONTHS))
}

const valuesOf = (facts: ReadinessFacts, now: Date): Readonly<Record<ReadinessPartName, number | null>> => {
  // A kelurahan has no Pendamping Desa: there Tagana are all that can be asked for.
  const wanted = facts.isDesa ? [facts.pendamping, facts.tagana] : [facts.tagana]
  return {
    gardu: facts.hasGardu ? 1 : 0,
    lumbung: facts.hasLumbung ? 1 : 0,
    contacts: shareOf(facts.reachable, facts.members),
    facilitators: wanted.filter((people) => people > 0).length / wanted.length,
    members: within(facts.members / WHOLE_KSB),
    trained: facts.trained === null ? null : shareOf(facts.trained, facts.members),
    recency: recency(facts.lastHeldAt, now),
    attendance: facts.attendance === null ? null : within(facts.attendance),
    answers: facts.asked === 0 ? null : shareOf(facts.answered, facts.asked),
  }
}

/** How ready a KSB is, with its parts. More of anything never makes it less ready, nor does knowing more than nothing. */
export const readinessOf = (facts: ReadinessFacts, now: Date): Readiness => {
  const values = valuesOf(facts, now)
  const parts = READINESS_PARTS.map((part) => ({ ...part, value: values[part.name] }))
  return {
    score: Math.round(parts.reduce((sum, { weight, value }) => sum + weight * (value ?? 0), 0)),
    known: parts.reduce((sum, { weight, value }) => sum + (value === null ? 0 : weight), 0),
    parts,
  }
}

/** What a group of parts gives, and at most could give. */
export const groupScore = (
  { parts }: Pick<Readiness, 'parts'>,
  group: ReadinessGroup,
): { readonly points: number; readonly of: number } => {
  const own = parts.filter((part) => part.group === group)
  return {
    points: Math.round(own.reduce((sum, { weight, value }) => sum + weight * (value ?? 0), 0)),
    of: own.reduce((sum, { weight }) => sum + weight, 0),
  }
}
