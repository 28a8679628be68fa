/* The ciphers of OpenSSL, found by pkg-config: https://docs.openssl.org/3.0/man3/EVP_EncryptInit/ */
#include <openssl/evp.h>
