/**
 * The OpenAPI document, completed when the gateway is built: the examples are the requests and answers of {@code
 * src/main/resources/protocol}, to which a test holds the gateway. Begin with {@link
 * io.goldstream.gateway.protocol.ProtocolExamples}.
 */
package io.goldstream.gateway.protocol;
