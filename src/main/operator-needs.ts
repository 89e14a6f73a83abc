import type { OperatorNeeds } from '../intake/operator.ts'
import { operatorByToken, operatorWithSecrets } from '../store/operators.ts'
import type { Installation } from './installation.ts'

/** Who may do what. */
export const operatorNeeds = ({ database, seal }: Installation): OperatorNeeds => ({
  byToken: (token) => operatorByToken(database, seal, token),
  byId: async (operatorId) => (await operatorWithSecrets(database, seal, operatorId))?.operator ?? null,
  secretsOf: async (operatorId) => (await operatorWithSecrets(database, seal, operatorId))?.secrets ?? [],
})
