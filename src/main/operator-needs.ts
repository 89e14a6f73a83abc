import type { OperatorNeeds } from '../intake/operator.ts'
import { operatorByToken, operatorWithSecrets } from '../store/operators.ts'
import type { Installation } from './installation.ts'

/** Who may do what, by the rows of this moment: a rotation or a revocation holds in every process at once. */
export const operatorNeeds = ({
  database,
  seal,
  clock,
}: Pick<Installation, 'database' | 'seal' | 'clock'>): OperatorNeeds => ({
  byToken: (token) => operatorByToken(database, seal, token, clock.now()),
  byId: async (operatorId) => (await operatorWithSecrets(database, seal, operatorId, clock.now()))?.operator ?? null,
  secretsOf: async (operatorId) => (await operatorWithSecrets(database, seal, operatorId, clock.now()))?.secrets ?? [],
})
