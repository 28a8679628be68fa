import NIOCore

/// Stands before the parser of HTTP messages: tells the connection's handler about bytes that make no complete message
/// yet, and keeps from the parser what is only thrown away.
final class InputGate: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let connection: ConnectionHandler

    init(connection: ConnectionHandler) {
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let count = unwrapInboundIn(data).readableBytes
        switch connection.mode {
        case .serving:
            connection.willParse(count)
            context.fireChannelRead(data)
            connection.didParse()
        case .lingering:
            connection.didDiscard(count)
        case .closed:
            break
        }
    }
}
