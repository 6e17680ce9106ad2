/**
 * What the gateway answers where it refuses a request: problem details by RFC 9457. Begin with {@link
 * io.goldstream.gateway.problem.ProblemType}, which lists the kinds; to refuse a request is to throw {@code
 * ProblemType.….with("what is wrong, and the way out")}.
 */
package io.goldstream.gateway.problem;
