/** What a process of the service does. For itself, so that whoever only starts another process loads no service. */
export const SERVICE_ROLES = ['all', 'api', 'worker'] as const
export type ServiceRole = (typeof SERVICE_ROLES)[number]
