package io.goldstream.gateway.auth;

import io.goldstream.events.EventType;
import io.goldstream.events.protocol.EdgeProtocol;
import io.goldstream.gateway.GatewayConfig;
import io.goldstream.gateway.problem.ProblemException;
import io.goldstream.gateway.problem.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.oidc.OIDCException;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;

/** Tells who sends a request: by write key, by OIDC bearer token, or nobody where that is configured by name. */
@Singleton
public class Clients {

    /** The query's parameter in which a page's beacon, which has no headers of its own, shows its key. */
    public static final String KEY_PARAMETER = "key";

    private static final String BEARER = "Bearer ";
    private static final Duration PROVIDER_TOLD_EVERY = Duration.ofMinutes(1);

    private static final Logger LOG = Logger.getLogger(Clients.class);

    private final GatewayConfig config;
    private final boolean hasOidc;
    private final boolean hasCors;
    private final Optional<WriteKeyFile> file;
    private final RateLimits limits = new RateLimits();
    private final Clock clock = Clock.systemUTC();
    private final AtomicReference<Instant> providerTold = new AtomicReference<>(Instant.EPOCH);

    Clients(
            GatewayConfig config,
            @ConfigProperty(name = "quarkus.oidc.tenant-enabled") boolean hasOidc,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> oidcServer,
            @ConfigProperty(name = "quarkus.oidc.token.audience") Optional<String> oidcAudience,
            @ConfigProperty(name = "quarkus.http.cors.enabled") boolean hasCors,
            MeterRegistry metrics) {
        this.config = config;
        this.hasOidc = hasOidc;
        this.hasCors = hasCors;
        GatewayConfig.Auth auth = config.auth();
        boolean isAsked = hasOidc || auth.writeKeys().isPresent();
        if (oidcServer.isPresent() && !hasOidc) {
            throw new ConfigurationException("quarkus.oidc.auth-server-url is set, but OIDC is off:"
                    + " set quarkus.oidc.tenant-enabled=true too");
        }
        if (hasOidc && oidcAudience.isEmpty() && auth.oidcRole().isEmpty()) {
            throw new ConfigurationException(
                    "every token of the OIDC provider could send events, whatever it was issued for:"
                            + " set quarkus.oidc.token.audience, or goldstream.auth.oidc-role");
        }
        if (auth.open() && isAsked) {
            throw new ConfigurationException(
                    "goldstream.auth.open=true lets everybody in, and goldstream.auth.write-keys"
                            + " or OIDC is set, too: keep one");
        }
        boolean isServing = config.takesEvents() && LaunchMode.current() == LaunchMode.NORMAL;
        if (isServing && !auth.open() && !isAsked) {
            throw new ConfigurationException("nobody may send events yet: set goldstream.auth.write-keys to a file of"
                    + " write keys, or quarkus.oidc.tenant-enabled=true and quarkus.oidc.auth-server-url; or let"
                    + " everybody in by goldstream.auth.open=true");
        }
        try {
            this.file = auth.writeKeys().map(WriteKeyFile::new);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage());
        }
        file.ifPresent(keys -> metrics.gauge("goldstream.auth.keys.stale", keys, one -> one.isStale() ? 1 : 0));
    }

    /** At the start, so that what is wrong with the configuration is told then. */
    void start(@Observes StartupEvent event, Vertx vertx) {
        long periodMillis = config.auth().reloadEvery().toMillis();
        file.ifPresent(keys -> vertx.setPeriodic(
                periodMillis,
                _ -> vertx.executeBlocking(() -> {
                    keys.reload();
                    return null;
                })));
    }

    /**
     * Who sends the request; fails with a {@link ProblemException} where that is nobody who is known. Reads no file and
     * blocks nowhere.
     */
    public Uni<Client> of(RoutingContext request) {
        String presented = presented(request);
        String inUrl = presented == null ? request.queryParams().get(KEY_PARAMETER) : null;
        if (inUrl != null) {
            return Uni.createFrom().item(client(keyInUrl(inUrl, request)));
        }
        if (file.isPresent() && presented != null && presented.startsWith(EdgeProtocol.WRITE_KEY_PREFIX)) {
            return Uni.createFrom()
                    .item(file.get()
                            .keys()
                            .find(presented, clock.instant())
                            .map(this::client)
                            .orElseThrow(Clients::unknown));
        }
        if (hasOidc && presented != null) {
            return QuarkusHttpUser.getSecurityIdentity(request, null)
                    .onFailure(Clients::isProvidersFault)
                    .transform(this::providerAway)
                    .onFailure(AuthenticationFailedException.class)
                    .transform(_ -> unknown())
                    .map(this::client);
        }
        if (hasOidc || file.isPresent()) {
            throw ProblemType.UNAUTHENTICATED.with("Send a write key or a token, as Authorization: Bearer …");
        }
        refuseForeignPage(request);
        return Uni.createFrom().item(Client.ANYBODY);
    }

    /** URLs are logged on their way, so only a key of pages, which everybody can read there, may stand in one. */
    private WriteKey keyInUrl(String presented, RoutingContext request) {
        WriteKey key = file.flatMap(keys -> keys.keys().find(presented, clock.instant()))
                .orElseThrow(Clients::unknown);
        String origin = request.request().getHeader(HttpHeaders.ORIGIN);
        if (origin == null || !key.origins().contains(origin.toLowerCase(Locale.ROOT))) {
            throw ProblemType.FORBIDDEN.with(
                    "A key in the URL works only from a web page whose origin is in the key's entry. Elsewhere send the key"
                            + " as Authorization: Bearer …");
        }
        return key;
    }

    /**
     * A text is what every page can send to every address, without a question by its browser before. Where anybody may send,
     * that would be every page that somebody looks at who can reach the gateway.
     */
    private void refuseForeignPage(RoutingContext request) {
        String origin = request.request().getHeader(HttpHeaders.ORIGIN);
        String type = request.request().getHeader(HttpHeaders.CONTENT_TYPE);
        boolean isSimple = type != null && !type.toLowerCase(Locale.ROOT).startsWith("application/");
        if (origin != null && isSimple && !hasCors) {
            throw ProblemType.FORBIDDEN.with(
                    "The request comes from a web page of another origin, which is not allowed to send. An operator can"
                            + " allow the origin in quarkus.http.cors.origins.");
        }
    }

    private static String presented(RoutingContext request) {
        String bearer = bearer(request.request().getHeader(HttpHeaders.AUTHORIZATION));
        return bearer != null ? bearer : request.request().getHeader(EdgeProtocol.WRITE_KEY);
    }

    /** What an Authorization header shows by the scheme Bearer, in any case; null where it does not, or is null. */
    static String bearer(String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }

    private Client client(WriteKey key) {
        return new Client("key:" + key.id(), Optional.of(key.source()), key.types(), limits.of(key));
    }

    private Client client(SecurityIdentity identity) {
        if (identity.isAnonymous() || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            throw unknown();
        }
        Optional<String> role = config.auth().oidcRole();
        if (role.isPresent() && !identity.hasRole(role.get())) {
            throw ProblemType.FORBIDDEN.with("The token lacks the role " + role.get() + ". Send one that has it.");
        }
        String subject = token.getIssuer() + "#" + token.getSubject();
        return new Client("oidc:" + subject, Optional.of(subject), EnumSet.allOf(EventType.class), Optional.empty());
    }

    /** Whether the token could not be looked at, because its issuer's keys are not known and cannot be had now. */
    private static boolean isProvidersFault(Throwable failure) {
        return failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof OIDCException
                || failure.getCause() != null && isProvidersFault(failure.getCause());
    }

    /** Nobody's fault who sends; told in the log once a minute, however many come. */
    private ProblemException providerAway(Throwable failure) {
        Instant now = clock.instant();
        Instant last = providerTold.get();
        if (!last.plus(PROVIDER_TOLD_EVERY).isAfter(now) && providerTold.compareAndSet(last, now)) {
            LOG.warnf("The identity provider does not answer, so tokens cannot be checked: %s", failure);
        }
        return ProblemType.UNAVAILABLE.with(
                "Who sends this cannot be checked now: the identity provider does not answer. Nothing was kept; try again.");
    }

    private static ProblemException unknown() {
        return ProblemType.UNAUTHENTICATED.with("The write key or token is unknown, or has expired.");
    }
}
