package io.goldstream.gateway.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Problem details for HTTP, RFC 9457.
 *
 * @param type a stable relative reference, one for each {@link ProblemType}
 * @param title what the type means
 * @param status the HTTP status
 * @param detail what is wrong with this request, and the way out
 */
@Schema(description = "Problem details, RFC 9457")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String type, String title, int status, String detail) {

    /** The media type of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";
}
