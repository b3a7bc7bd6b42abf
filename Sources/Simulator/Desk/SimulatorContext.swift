public import Hummingbird
import NIOCore

/// What a request to the simulated networks carries along: the connection, which a fault may cut.
public struct SimulatorContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    let channel: any Channel

    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}
