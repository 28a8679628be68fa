// What the client's methods take and give: whoever imports the client has it all.
@_exported public import GlacierAPI
@_exported public import enum GlacierModel.DataRetrievalPolicy
@_exported public import enum GlacierModel.InventoryFormat
@_exported public import enum GlacierModel.JobStatusCode
@_exported public import enum GlacierModel.NotificationEvent
@_exported public import enum GlacierModel.Tier
@_exported public import struct GlacierModel.AccountID
@_exported public import struct GlacierModel.Span
@_exported public import struct GlacierModel.Surroundings
@_exported public import struct GlacierModel.Timestamp
@_exported public import struct NIOCore.ByteBuffer
@_exported public import TreeHash
