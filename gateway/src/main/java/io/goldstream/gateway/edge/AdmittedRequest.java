package io.goldstream.gateway.edge;

import io.goldstream.gateway.auth.Client;
import io.vertx.ext.web.RoutingContext;

/**
 * What the {@link AdmissionFilter} found out of a request that it let in.
 *
 * @param client who sends it
 * @param memory the room that is kept for it
 */
record AdmittedRequest(Client client, Backpressure.Reservation memory) {

    private static final String KEY = AdmittedRequest.class.getName();

    /** For whoever handles the request next. */
    void bind(RoutingContext request) {
        request.put(KEY, this);
    }

    static AdmittedRequest of(RoutingContext request) {
        return request.get(KEY);
    }
}
