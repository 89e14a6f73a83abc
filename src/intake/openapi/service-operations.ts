import { json, type Operation, objectOf, TEXT } from './operation.ts'

/** What watches over the service, and what describes it. */
export const SERVICE_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/healthz',
    tag: 'Service',
    summary: 'Does the process answer?',
    description: 'Asks nobody else.',
    access: 'open',
    answers: {
      200: { description: 'It does', content: json(objectOf({ status: { const: 'ok' } }), { status: 'ok' }) },
    },
  },
  {
    method: 'get',
    path: '/readyz',
    tag: 'Service',
    summary: 'Can it do its work?',
    description: 'Asks what the service needs: the database, the queues.',
    access: 'open',
    answers: {
      200: {
        description: 'It can',
        content: json(objectOf({ status: { const: 'ready' }, checks: { type: 'object', additionalProperties: TEXT } })),
      },
      503: { description: 'Not yet, or no more: `checks` says what is missing' },
    },
  },
  {
    method: 'get',
    path: '/metrics',
    tag: 'Service',
    summary: 'Figures for Prometheus',
    description:
      'With a token of any role, or without one from the machine itself where no proxy stands between. Names nobody.',
    access: 'viewer',
    answers: { 200: { description: "Prometheus' text format", content: { type: 'text/plain', schema: TEXT } } },
  },
  {
    method: 'get',
    path: '/openapi.json',
    tag: 'Service',
    summary: 'This description, for programs',
    description: 'OpenAPI 3.1.',
    access: 'open',
    answers: { 200: { description: 'The document', content: json({ type: 'object' }) } },
  },
  {
    method: 'get',
    path: '/docs',
    tag: 'Service',
    summary: 'This description, for people',
    description: 'One page, without scripts.',
    access: 'open',
    answers: { 200: { description: 'The page', content: { type: 'text/html', schema: TEXT } } },
  },
]
