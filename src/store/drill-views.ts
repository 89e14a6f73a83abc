import { type CurriculumModule, modulesAt, type ShownModule, shownModules } from '../drills/curriculum.ts'
import type { OccurrenceState } from '../drills/occurrence.ts'
import type { TimeZone } from '../roster/region.ts'
import type { Connection } from './database.ts'
import type { Reader } from './reader.ts'
import { sql } from './sql.ts'

/** How many were invited, and what they said: yes with a place, no, yes without a place yet, nothing. */
interface Answers {
  readonly invited: number
  readonly yes: number
  readonly no: number
  readonly waiting: number
  readonly silent: number
}

/** Somebody who was invited; their contacts are not shown. */
interface ShownInvitee {
  readonly responderId: string
  /** Null for somebody who has left the register. */
  readonly name: string | null
  readonly kind: string | null
  readonly role: 'member' | 'facilitator'
  readonly standing: 'yes' | 'no' | 'arrived' | 'waiting' | 'silent'
  readonly answeredAt: Date | null
  /** The facilitator in whose stead they were invited. */
  readonly substituteFor: string | null
  /** Since when it is known that nobody can stand in for them. */
  readonly noSubstituteAt: Date | null
}

interface ShownDrill {
  readonly id: string
  readonly programmeId: string
  readonly type: string
  readonly hazard: string
  readonly siteCode: string
  readonly siteName: string | null
  readonly slotAt: Date
  readonly startsAt: Date
  readonly endsAt: Date
  readonly zone: TimeZone
  readonly state: OccurrenceState
  readonly reason: string | null
  readonly sequence: number
  readonly invitedAt: Date | null
  readonly movedAt: Date | null
  readonly places: number | null
  readonly eventId: string | null
  /** What it teaches at its village. */
  readonly modules: readonly ShownModule[]
  readonly answers: Answers
}

interface Row extends Omit<ShownDrill, 'modules'> {
  readonly curriculum: readonly CurriculumModule[] | null
  readonly villageCode: string | null
}

const shownOf = ({ curriculum, villageCode, ...drill }: Row): ShownDrill => ({
  ...drill,
  modules: shownModules(modulesAt(curriculum, villageCode)),
})

const DRILL = sql`
  SELECT d.id, d.programme_id AS "programmeId", d.programme ->> 'type' AS type, d.programme ->> 'hazard' AS hazard,
         d.site_code AS "siteCode", s.name AS "siteName", d.slot_at AS "slotAt", d.starts_at AS "startsAt",
         d.ends_at AS "endsAt", d.zone, d.state, d.reason, d.sequence, d.invited_at AS "invitedAt",
         d.moved_at AS "movedAt", (d.programme ->> 'places')::int AS places, d.event_id AS "eventId",
         d.programme -> 'curriculum' AS curriculum, s.village_code AS "villageCode",
         (SELECT jsonb_build_object(
                   'invited', count(*),
                   'yes', count(*) FILTER (WHERE answer IN ('yes', 'arrived') AND waiting_since IS NULL),
                   'no', count(*) FILTER (WHERE answer = 'no'),
                   'waiting', count(*) FILTER (WHERE waiting_since IS NOT NULL),
                   'silent', count(*) FILTER (WHERE answer IS NULL))
            FROM drill_invitee i WHERE i.occurrence_id = d.id) AS answers
    FROM drill_occurrence d LEFT JOIN site s ON s.site_code = d.site_code`

/** The villages of a jurisdiction; a drill whose village has left the register is the whole country's only. */
const within = ({ jurisdiction }: Reader) => sql`
  (${jurisdiction} = '' OR s.village_code = ${jurisdiction} OR starts_with(s.village_code, ${`${jurisdiction}.`}))`

/** Drills of a jurisdiction that start within [from, to), by start; at most `limit`. */
export const drillsWithin = async (
  db: Connection,
  reader: Reader,
  { from, to, limit }: { readonly from: Date; readonly to: Date; readonly limit: number },
): Promise<readonly ShownDrill[]> => {
  const rows = await db.rows<Row>(sql`
    ${DRILL} WHERE d.starts_at >= ${from} AND d.starts_at < ${to} AND ${within(reader)}
     ORDER BY d.starts_at, d.id LIMIT ${limit}`)
  return rows.map(shownOf)
}

/** One drill with everybody who was invited and what happened to it; null where there is none in the jurisdiction. */
export const drillShown = async (db: Connection, reader: Reader, id: string) => {
  const [drill] = await db.rows<Row>(sql`${DRILL} WHERE d.id = ${id}::uuid AND ${within(reader)}`)
  if (drill === undefined) return null
  const people = await db.rows<ShownInvitee>(sql`
    SELECT i.responder_id AS "responderId", r.name, r.kind, i.role,
           CASE WHEN i.waiting_since IS NOT NULL THEN 'waiting' ELSE coalesce(i.answer, 'silent') END AS standing,
           i.answered_at AS "answeredAt", i.substitute_for AS "substituteFor", i.no_substitute_at AS "noSubstituteAt"
      FROM drill_invitee i LEFT JOIN responder r ON r.id = i.responder_id
     WHERE i.occurrence_id = ${id}::uuid
     ORDER BY i.role DESC, i.waiting_since NULLS FIRST, r.name, i.responder_id`)
  const timeline = await db.rows<{ at: Date; kind: string; detail: object }>(sql`
    SELECT at, kind, detail FROM timeline_entry WHERE occurrence_id = ${id}::uuid ORDER BY id`)
  const [drawn] = await db.rows<{ code: string }>(sql`SELECT code FROM drill_code WHERE occurrence_id = ${id}::uuid`)
  const countOf = (role: ShownInvitee['role']): Answers => {
    const own = people.filter((person) => person.role === role)
    const count = (...standings: readonly ShownInvitee['standing'][]): number =>
      own.filter(({ standing }) => standings.includes(standing)).length
    return {
      invited: own.length,
      yes: count('yes', 'arrived'),
      no: count('no'),
      waiting: count('waiting'),
      silent: count('silent'),
    }
  }
  return {
    ...shownOf(drill),
    /** Whoever knows it can say that they are there: for those who may act on the drill. */
    onSiteCode: drawn?.code ?? null,
    byRole: { member: countOf('member'), facilitator: countOf('facilitator') },
    people,
    timeline,
  }
}
