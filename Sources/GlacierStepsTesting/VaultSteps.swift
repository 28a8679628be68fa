import Glacier
import JSONText

extension StepsTool {
    static let vaultSteps: [String: Perform] = [
        "createVault": { glacier, step in
            let made = try await glacier.vault(try step.text("vault")).create()
            return JSONObject { $0.add("location", made.location) }
        },
        "describeVault": { glacier, step in
            document(try await glacier.vault(try step.text("vault")).attributes)
        },
        "listVaults": { glacier, _ in
            var vaults: [JSONObject] = []
            for try await vault in glacier.vaults { vaults.append(document(try await vault.attributes)) }
            return JSONObject { $0.add("VaultList", vaults) }
        },
        "deleteVault": { glacier, step in
            try await glacier.vault(try step.text("vault")).delete()
            return JSONObject()
        },
        "waitForVault": { glacier, step in
            try await glacier.vault(try step.text("vault")).waitUntilExists()
            return JSONObject()
        },
    ]

    private static func document(_ vault: DescribedVault) -> JSONObject {
        JSONObject {
            $0.add("CreationDate", vault.creationDate?.millisecondsText)
            $0.add("LastInventoryDate", vault.lastInventoryDate?.millisecondsText)
            $0.add("NumberOfArchives", vault.numberOfArchives)
            $0.add("SizeInBytes", vault.sizeInBytes)
            $0.add("VaultARN", vault.vaultARN)
            $0.add("VaultName", vault.vaultName)
        }
    }
}
