import type { CompetencyNeeds } from '../intake/competency-routes.ts'
import { listCompetencies } from '../store/competencies.ts'
import type { Installation } from './installation.ts'

const DAY_MS = 86_400_000

/** What the route of competencies needs. */
export const competencyNeeds = ({ database, clock }: Pick<Installation, 'database' | 'clock'>): CompetencyNeeds => ({
  list: ({ operator, expiringDays, ...query }) =>
    listCompetencies(database, operator.jurisdiction, {
      ...query,
      endsBy: expiringDays === null ? null : new Date(clock.now().getTime() + expiringDays * DAY_MS),
    }),
})
