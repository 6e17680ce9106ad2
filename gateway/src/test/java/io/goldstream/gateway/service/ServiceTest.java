package io.goldstream.gateway.service;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service alone: what it answers without Kafka. */
@QuarkusTest
@TestProfile(WithoutKafka.class)
class ServiceTest {

    private static final String LISTEN =
            "{\"ts\":1738195209000,\"sessionId\":3067,\"userId\":1354,\"artist\":\"Ashbrg\","
                    + "\"song\":\"Night Shift\",\"duration\":164.57098}";

    @Test
    void itIsAliveAndTellsWhyItIsNotReady() {
        management().get("/q/health/live").then().statusCode(200);
        management()
                .get("/q/health/ready")
                .then()
                .statusCode(503)
                .body("checks.findAll { it.status == 'DOWN' }.name", contains("kafka"));
    }

    /** The compiled rules are those of the annotations, in what was packaged too. */
    @Test
    void theRulesAreThoseOfTheAnnotations() {
        management().get("/q/health/ready").then().body("checks.find { it.name == 'rules' }.status", equalTo("UP"));
    }

    @Test
    void whoIsUnknownIsAskedWhoHeIs() {
        RequestSpecification nobody = given().body(LISTEN).contentType("application/json");
        problem(nobody.post("/v1/events/listen"), 401, "unauthenticated");
        problem(nobody.header("Authorization", "Bearer gsk_other").post("/v1/events/listen"), 401, "unauthenticated");
        problem(client().post("/v1/events/auth"), 403, "forbidden");
    }

    @ParameterizedTest
    @CsvSource({
        "dryrun=true, The parameter dryrun is not known here. Known are dryRun",
        "dryRun=yes, dryRun is true or false.",
        "dryRun=true&dryRun=true, The parameter dryRun is given more than once."
    })
    void anOptionIsUnderstoodOrRefused(String query, String says) {
        problem(client().post("/v1/events/listen?" + query), 400, "unreadable-option")
                .body("detail", startsWith(says));
    }

    @Test
    void aDryRunNeedsNoKafka() {
        client().post("/v1/events/listen?dryRun=true").then().statusCode(200).body("accepted", equalTo(1));
    }

    @Test
    void anEventThatKafkaDoesNotTakeIsToBeSentAgain() {
        client().post("/v1/events/listen")
                .then()
                .statusCode(503)
                .header("Retry-After", "2")
                .body("retry", equalTo(1));
    }

    @Test
    void mistakesAreProblems() {
        problem(client().post("/v1/events/dance"), 404, "unknown-event-type");
        problem(client().contentType("text/csv").post("/v1/events/listen"), 415, "unsupported-media-type");
        client().get("/v1/events/listen")
                .then()
                .statusCode(405)
                .contentType("application/problem+json")
                .header("Allow", "POST, OPTIONS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind=wrong | kind is one of invalid, malformed, duplicate, unread.",
                "type=listens | type is one of page_view, listen, auth, status_change.",
                "kind=duplicate&rule=listen.ts.too_old | rule does not fit kind=duplicate",
                "since=2025-01-30 | since is an instant such as 2025-01-30T00:00:00Z",
                "since=2025-01-30T00:00:00Z&until=2025-01-30T00:00:00Z | until must be later than since.",
                "limit=1 | The parameter limit is not known here."
            })
    void theQuarantineIsCountedByWhatItKnows(String query, String says) {
        problem(management().get("/v1/quarantine?" + query), 400, "unreadable-option")
                .body("detail", startsWith(says));
    }

    @Test
    void aReplayIsForOperatorsAndHasALimit() {
        problem(management().post("/v1/quarantine/replay"), 401, "unauthenticated");
        RequestSpecification operator = management().header("Authorization", "Bearer " + WithoutKafka.OPERATOR_KEY);
        problem(operator.post("/v1/quarantine/replay?limit=0&dryRun=maybe"), 400, "unreadable-option")
                .body("detail", containsString("limit is a number from 1."))
                .body("detail", containsString("dryRun is true or false."));
        problem(operator.post("/v1/quarantine/replay?kind=duplicate"), 400, "unreadable-option");
    }

    private static ValidatableResponse problem(Response answer, int status, String type) {
        return answer.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/" + type));
    }

    private static RequestSpecification client() {
        return given().header("Authorization", "Bearer " + WithoutKafka.KEY)
                .contentType("application/json")
                .body(LISTEN);
    }

    private static RequestSpecification management() {
        return given().baseUri("http://127.0.0.1").port(Integer.parseInt(WithoutKafka.managementPort()));
    }
}
