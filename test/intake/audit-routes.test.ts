import { fastify } from 'fastify'
import { describe, expect, test } from 'vitest'
import { type AuditNeeds, auditRoutes } from '../../src/intake/audit-routes.ts'
import { aServer, bearer } from './stand-ins.ts'

const ENTRY = { id: '7', action: 'approved' }

const trail = () => {
  const asked: Parameters<AuditNeeds['list']>[0][] = []
  const app = fastify()
  const list: AuditNeeds['list'] = async (query) => {
    asked.push(query)
    return { entries: [ENTRY], next: '7' }
  }
  auditRoutes(app, { list }, aServer().needs.operators)
  const get = (query: string, headers: Record<string, string> = bearer('admin')) =>
    app.inject({ method: 'GET', url: `/v1/audit${query}`, headers })
  return { asked, get }
}

describe('GET /v1/audit', () => {
  test('gives an admin a page of the trail, everything unless it is filtered', async () => {
    const { asked, get } = trail()
    const reply = await get('')
    expect({ status: reply.statusCode, body: reply.json() }).toEqual({
      status: 200,
      body: { entries: [ENTRY], next: '7' },
    })
    expect(asked).toEqual([
      {
        operator: expect.objectContaining({ operatorId: 'op-admin' }),
        subject: null,
        subjectId: null,
        actorId: null,
        action: null,
        limit: 50,
        before: null,
      },
    ])
  })

  test('hands the filters on, empty ones as none', async () => {
    const { asked, get } = trail()
    await get('?subject=call-out&subjectId=0190a8f2&actorId=op_1&action=approved&limit=500&before=7')
    await get('?subject=&subjectId=&before=')
    expect(asked).toMatchObject([
      { subject: 'call-out', subjectId: '0190a8f2', actorId: 'op_1', action: 'approved', limit: 500, before: '7' },
      { subject: null, subjectId: null, before: null },
    ])
  })

  test.each([
    ['?subject=person', 'subject'],
    ['?limit=501', 'limit'],
    ['?before=1.5', 'before'],
    ['?before=1234567890123456789', 'before'],
    [`?actorId=${'x'.repeat(201)}`, 'actorId'],
    ['?action=a%00b', 'action'],
    ['?action=a&action=b', 'action'],
    ['?actor=op_1', 'actor'],
  ])('refuses %s and names %s', async (query, path) => {
    const { asked, get } = trail()
    const reply = await get(query)
    expect(reply.statusCode).toBe(400)
    expect(reply.json()).toMatchObject({ errors: [{ path }] })
    expect(asked).toEqual([])
  })

  test('is for admins alone', async () => {
    const { asked, get } = trail()
    for (const role of ['viewer', 'sender', 'approver'] as const)
      expect((await get('', bearer(role))).statusCode).toBe(403)
    expect((await get('', {})).statusCode).toBe(401)
    expect(asked).toEqual([])
  })
})
