import { parse } from 'yaml'
import { templateSection } from '../../config/gateway-template.ts'
import { readTemplateGateway, type TemplateGateway } from '../../config/gateway-template-reading.ts'
import type { Fault } from '../../src/errors.ts'

/** A gateway as a section of channels.yaml describes it. Throws where the section has a fault. */
export const templateOf = (yaml: string, env: Readonly<Record<string, string>>): TemplateGateway => {
  const value: unknown = parse(yaml)
  const faults: Fault[] = []
  const place = (path: readonly PropertyKey[]): string => path.map(String).join('.')
  const read = readTemplateGateway(templateSection.parse(value), {
    yaml: { value, placeOf: place, placeOfKey: (path, key) => place([...path, key]) },
    at: [],
    env,
    live: true,
    faults,
  })
  if (read === null) throw new Error(JSON.stringify(faults))
  return read
}
