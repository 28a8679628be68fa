import Testing

@testable import Glacier

@Suite("Plans of uploads")
struct UploadPlanTests {
    private static let mebibyte: Int64 = 1 << 20
    private static let gibibyte: Int64 = 1 << 30

    @Test(
        "the part size is a power of two of MiB with which 10,000 parts are enough",
        arguments: [
            (1, 8 * mebibyte, 1), (8 * mebibyte, 8 * mebibyte, 1), (8 * mebibyte + 1, 8 * mebibyte, 2),
            (80_000 * mebibyte, 8 * mebibyte, 10_000), (80_000 * mebibyte + 1, 16 * mebibyte, 5001),
            (10_000 * 4 * gibibyte, 4 * gibibyte, 10_000),
        ] as [(Int64, Int64, Int)]
    )
    func picks(_ size: Int64, _ partSize: Int64, _ count: Int) throws {
        let plan = try UploadPlan(size: size, partSize: nil)
        #expect(plan.partSize == partSize)
        #expect(plan.partCount == count)
        #expect(plan.range(of: count - 1).upperBound == size)
        #expect(plan.range(of: 0).lowerBound == 0)
    }

    @Test("what cannot be an archive is refused with what would do")
    func refuses() {
        #expect(refusal(0, nil) == "there are no bytes to upload: an archive has at least one")
        #expect(refusal(10_000 * 4 * Self.gibibyte + 1, nil)?.hasPrefix("42949672960001 bytes are more") == true)
        #expect(
            refusal(10_000 * Self.mebibyte + 1, Self.mebibyte)
                == "10,000 parts of 1 MiB are not enough; use a part size of 2 MiB"
        )
        for size in [0, 1, 3 * Self.mebibyte, 8 * Self.gibibyte, -Self.mebibyte] {
            #expect(refusal(1, size)?.hasPrefix("no part size: \(size)") == true)
        }
        #expect(refusal(1, 4 * Self.gibibyte) == nil)
    }

    private func refusal(_ size: Int64, _ partSize: Int64?) -> String? {
        do {
            _ = try UploadPlan(size: size, partSize: partSize)
            return nil
        } catch {
            return error.description
        }
    }

    @Test("a stream gets parts that hold what is expected and some more")
    func streams() throws {
        #expect(try UploadPlan.streamPartSize(asked: nil, expected: nil) == 16 * Self.mebibyte)
        #expect(try UploadPlan.streamPartSize(asked: nil, expected: 160_000 * Self.mebibyte) == 32 * Self.mebibyte)
        #expect(try UploadPlan.streamPartSize(asked: nil, expected: .max) == 4 * Self.gibibyte)
        #expect(try UploadPlan.streamPartSize(asked: Self.mebibyte, expected: nil) == Self.mebibyte)
        let refusal = #expect(throws: UploadError.self) {
            try UploadPlan.streamPartSize(asked: Self.mebibyte, expected: 20_000 * Self.mebibyte)
        }
        #expect(refusal?.description == "10,000 parts of 1 MiB are not enough; use a part size of 2 MiB")
    }
}
