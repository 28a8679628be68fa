import Glacier

func makeVault(with glacier: GlacierService) async throws -> Vault {
    let vault = try await glacier.createVault("holidays")
    try await vault.waitUntilExists()
    return vault
}
