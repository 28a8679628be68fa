import Testing

/// A payload P(n) and its hashes.
struct PayloadVector: CustomTestStringConvertible {
    let count: Int
    let tree: String
    let linear: String

    var testDescription: String { "P(\(count))" }
}

/// Computed independently, with hashlib of Python. Up to 1 MiB both hashes are the same.
let payloadVectors = [
    PayloadVector(
        count: 0,
        tree: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        linear: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    ),
    PayloadVector(
        count: 1,
        tree: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        linear: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    ),
    PayloadVector(
        count: 2,
        tree: "b413f47d13ee2fe6c845b2ee141af81de858df4ec549a58b7970bb96645bc8d2",
        linear: "b413f47d13ee2fe6c845b2ee141af81de858df4ec549a58b7970bb96645bc8d2"
    ),
    PayloadVector(
        count: 1_024,
        tree: "2bce1ba628720664be4b9fdd77aae0678e5f0f3f02fc6ff641ec879094f6a404",
        linear: "2bce1ba628720664be4b9fdd77aae0678e5f0f3f02fc6ff641ec879094f6a404"
    ),
    PayloadVector(
        count: 1_048_575,
        tree: "8b55c6a2d3444092a316985030e00c1e6f8608eaf912c896dee7c374d440ed11",
        linear: "8b55c6a2d3444092a316985030e00c1e6f8608eaf912c896dee7c374d440ed11"
    ),
    PayloadVector(
        count: 1_048_576,
        tree: "631b84027d6b9e52b539c4e8373622d23032dfadc64d60af87339c9037e4f769",
        linear: "631b84027d6b9e52b539c4e8373622d23032dfadc64d60af87339c9037e4f769"
    ),
    PayloadVector(
        count: 1_048_577,
        tree: "a9c574ce937d2371daf87cdd0e75396b096d7f74a66c764e4c656bd12b2e7bf9",
        linear: "5769f52bc3eef28afa39c6fc68cadb7d0bd69812ae3a3d71452f519ec3c7aa56"
    ),
    PayloadVector(
        count: 2_097_151,
        tree: "35266c9a859cfa0468539e20eade7e2f00ae2283df63d995dec1b97fc19bf3c5",
        linear: "efce3efcbba94299b27237589f84eac495e51e03a1d600024d465c9bbf253740"
    ),
    PayloadVector(
        count: 2_097_152,
        tree: "bf4dff263ae686b64403208c35a3767e38453d6477e841947588d13d04e1d816",
        linear: "1e075c8d478ad21844e33e830a695ef03a4d2488b69ee275bd8947618bb1be1e"
    ),
    PayloadVector(
        count: 2_097_153,
        tree: "3123aa01ebcf47b74ddc6f0efd82c0e6680203b476c4d20c26a0c60a5b4a8181",
        linear: "72bcf8fa6c73c0a650f5c83f47e54290ba2fe60ac6cb0d8fe5b0a41dd57a0844"
    ),
    PayloadVector(
        count: 3_145_728,
        tree: "2e7d51c0ffe06ce95fe74beed9a4ab35d18837f4ab2a9f4f066a60359eb999a1",
        linear: "a1feacf0d812ba4d0b0e463ed45bbd583cea1de55c54693116754b30b5794745"
    ),
    PayloadVector(
        count: 3_670_016,
        tree: "390f48176c50ae5a31f92724791e509d8f66d26ba3305714d153f6d01be83289",
        linear: "a8cd3d19bbc147bbaaf8176c6d62f1f9e68e01c2a08ba269dee55b3ce3ae8a5f"
    ),
    PayloadVector(
        count: 4_194_304,
        tree: "c7d749cd55cefa8ed8fbc208202e18d019b7701f29886f7c5d662d77b3903833",
        linear: "a117210941a0b00dcb2d8577e680d84b6fa0eaf760d2afc654c953b9859d54fa"
    ),
    PayloadVector(
        count: 5_242_880,
        tree: "1eccd0ca741241ce114bde6d24a8de044ccee139ef6651bec9006d2f558751ef",
        linear: "16b632f11cf950dda67dc4c184a3f9e0aa1ffa4c18927bb8977e7da97ca25bca"
    ),
    PayloadVector(
        count: 6_815_744,
        tree: "8bcaa7b4b8f991ca140f306627f2c4e84601364cde8e054b6e0924433ca7482f",
        linear: "c05bf74d8dfb7c1a1c0e851433c0c8aba70641b14348d1f0fbc1ca560d0a2192"
    ),
    PayloadVector(
        count: 7_340_032,
        tree: "8bfce57c6a4076b3e930e725fbaa00beeffff0f0d9a6491a89a53baa73b4810d",
        linear: "c0c49a419ecae55243613a85dc1e1cb5ec9d5a51d5f439a8c16eb7ff0b139920"
    ),
    PayloadVector(
        count: 8_388_608,
        tree: "be9e1b21179533d14e87f6e4767f32b1c17e8ffb5ffcf82d42eceacf8abda110",
        linear: "bdf23837181f5808331800c1ae2b4f7d7a839536b10d58491471c50dde23833a"
    ),
    PayloadVector(
        count: 9_437_184,
        tree: "735778ee074b00799c6f73605701b403469ad34d02c8779a11607aea52dd9dc4",
        linear: "5a9ed69fb98cb8ce976ff50dd58c64f3ad76ea56e5591551ad232a0c499d937d"
    ),
    PayloadVector(
        count: 16_777_339,
        tree: "77917cd092edd41a6420ad2166bdecb0c7bbf08c8b2fedb97168d9f0c4ad6f97",
        linear: "33e2fef0c93ca5d1b076b92afa80a24325558bc4176d81ae98eb97969911f443"
    ),
]
