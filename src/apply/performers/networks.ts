// Networks and the containers on them.
import { EngineError } from '../../engine/index.ts'
import { endpointBody, networkBody } from '../../lower/index.ts'
import { containerId, done, type Performer } from '../perform-context.ts'
import { tolerate } from './lifecycle.ts'

export const performCreateNetwork: Performer<'createNetwork'> = async (step, { engine, run }) => {
  // Networks may share a name at the engine: one made by a run that was cut short, or by another at this moment, is taken.
  const label = `com.docker.compose.project=${run.stack}`
  const found = (await engine.networks.list({ name: [step.spec.name], label: [label] })).find(
    network => network.Name === step.spec.name,
  )
  if (found !== undefined) return { state: 'not-needed' }
  const { id } = await engine.networks.create(networkBody(step.spec))
  return { state: 'done', produced: id }
}

export const performRemoveNetwork: Performer<'removeNetwork'> = async (step, { engine, report }) => {
  try {
    return await tolerate(engine.networks.remove(step.networkId), 'not-found')
  } catch (error) {
    if (!step.tolerateInUse || !(error instanceof EngineError) || !isInUse(error)) throw error
    report.progress('Resource is still in use')
    return { state: 'not-needed' }
  }
}

export const performConnectNetwork: Performer<'connectNetwork'> = async (step, { run, engine }) => {
  const id = containerId(step.target, run)
  const body = step.endpoint ? endpointBody(step.endpoint, run.info) : undefined
  try {
    await engine.networks.connect(step.network, id, body)
  } catch (error) {
    if (error instanceof EngineError && /already exists in network/.test(error.message))
      return { state: 'not-needed' }
    throw error
  }
  return done
}

export const performDisconnectNetwork: Performer<'disconnectNetwork'> = async (step, { run, engine }) => {
  try {
    return await tolerate(
      engine.networks.disconnect(step.network, containerId(step.target, run), step.force),
      'not-found',
    )
  } catch (error) {
    if (error instanceof EngineError && /is not connected/.test(error.message)) return { state: 'not-needed' }
    throw error
  }
}

function isInUse(error: EngineError): boolean {
  return error.kind === 'in-use' || /has active endpoints/.test(error.message)
}
