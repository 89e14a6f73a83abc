import type { CallOutStatus } from '../mobilisation/call-out.ts'
import { isInDanger } from '../mobilisation/call-out.ts'
import type { Look } from '../mobilisation/considered.ts'
import { stillMissing } from '../mobilisation/escalation.ts'
import type { CallOutId, HeadCount } from '../mobilisation/hazard-event.ts'
import {
  CAUSES,
  type CauseCounts,
  causeOf,
  countCauses,
  earlyIn,
  shortfallCode,
  whyExhausted,
} from '../mobilisation/shortfall.ts'
import type { Team } from '../mobilisation/team-forming.ts'
import { isKind, KIND_NAMES, type Kind } from '../roster/responder.ts'
import type { SkillCount } from '../roster/skill.ts'
import { shortfallSentences } from '../wording/shortfall.ts'
import type { PersonLoaded } from './call-outs.ts'
import type { Connection } from './database.ts'
import { skillsShortfall } from './skill-shortfall.ts'
import { sql } from './sql.ts'
import { teamsShort } from './teams.ts'

const nameOf = (kind: string): string => (isKind(kind) ? KIND_NAMES[kind] : kind)

/** What codes of a shortfall say to people, in Bahasa Indonesia. */
export const shortfallText = (codes: readonly string[]): readonly string[] => shortfallSentences(codes, nameOf, 'id')

/** The same as fields of a notice to operators. */
export const reasonFields = (codes: readonly string[]): Readonly<Record<'reason' | 'reasonEn', string>> => ({
  reason: shortfallText(codes).join('; '),
  reasonEn: shortfallSentences(codes, nameOf, 'en').join('; '),
})

/** What rounds wrote down of people of each kind who were passed over and are not of this call-out. */
const causesKept = async (db: Connection, callOutId: CallOutId): Promise<ReadonlyMap<Kind, CauseCounts>> => {
  const rows = await db.rows<{ kind: Kind; reason: string; responderId: string }>(sql`
    SELECT coalesce(c.detail->>'kind', r.kind) AS kind, c.reason, c.responder_id AS "responderId"
      FROM (SELECT DISTINCT ON (responder_id) responder_id, outcome, reason, detail FROM considered
             WHERE call_out_id = ${callOutId} ORDER BY responder_id, round DESC) c
      LEFT JOIN responder r ON r.id = c.responder_id
     WHERE c.outcome = 'passed' AND coalesce(c.detail->>'kind', r.kind) IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM call_out_responder p
                        WHERE p.call_out_id = ${callOutId}
                          AND (p.responder_id = c.responder_id OR p.phone_index = r.phone_index))`)
  const counts = new Map<Kind, Partial<Record<(typeof CAUSES)[number], number>>>()
  for (const { kind, reason } of rows) {
    const cause = causeOf(reason)
    if (cause === null) continue
    const ofKind = counts.get(kind) ?? {}
    ofKind[cause] = (ofKind[cause] ?? 0) + 1
    counts.set(kind, ofKind)
  }
  return counts
}

/** People of the call-out whose position was not relied on when they were called. */
const staleCalled = async (db: Connection, callOutId: CallOutId): Promise<ReadonlySet<string>> => {
  const rows = await db.rows<{ responder_id: string }>(sql`
    SELECT DISTINCT responder_id FROM considered
     WHERE call_out_id = ${callOutId} AND outcome IN ('called', 'recalled') AND detail->>'stale' = 'true'`)
  return new Set(rows.map((row) => row.responder_id))
}

/** The larger count of each cause. */
const larger = (one: CauseCounts = {}, other: CauseCounts = {}): CauseCounts =>
  Object.fromEntries(CAUSES.map((cause) => [cause, Math.max(one[cause] ?? 0, other[cause] ?? 0)]))

/** Codes of what could not be met after a review, for a call-out that has used up its people or its waves. */
export const shortfallAfter = async (
  db: Connection,
  review: {
    readonly callOutId: CallOutId
    readonly step: { readonly status: CallOutStatus; readonly withheld: readonly Kind[] }
    readonly need: HeadCount
    readonly skills: SkillCount
    readonly usedUpSkills?: ReadonlySet<string>
    readonly teamsNow: readonly Team[]
    readonly people: readonly PersonLoaded[]
    readonly usedUp: ReadonlySet<Kind>
    readonly shortfall: readonly string[]
    /** What the review itself looked at. */
    readonly looks: readonly Look[]
  },
): Promise<readonly string[]> => {
  const { callOutId, step, need, people, usedUp, shortfall, looks } = review
  if (step.status === 'filled') return teamsShort(review.teamsNow)
  if (step.status !== 'exhausted') return shortfall
  const missing = stillMissing(need, people)
  const kinds = Object.keys(missing) as Kind[]
  const others = [...skillsShortfall(review), ...teamsShort(review.teamsNow)]
  if (kinds.length === 0) return others
  const kept = await causesKept(db, callOutId)
  const seen = countCauses(
    looks.flatMap(({ selection }) => selection.skipped),
    new Set<string>(people.map(({ responderId }) => responderId)),
  )
  const stale = await staleCalled(db, callOutId)
  const ofKinds = kinds.map((kind) => {
    const asked = people.filter((person) => person.kind === kind)
    const short = {
      lacking: missing[kind] ?? 0,
      called: asked.length,
      declined: asked.filter((one) => one.answer === 'no' && !isInDanger(one)).length,
      unsafe: asked.filter(isInDanger).length,
      stale: asked.filter(({ responderId }) => stale.has(responderId)).length,
      kept: larger(kept.get(kind), seen.get(kind)),
    }
    const why = whyExhausted(short, {
      early: earlyIn(shortfall, kind),
      expired: step.withheld.includes(kind),
      usedUp: usedUp.has(kind),
    })
    return shortfallCode(why, kind)
  })
  return [...ofKinds, ...others]
}
