package io.goldstream.events.intake;

import io.goldstream.events.Common;
import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import io.goldstream.events.rules.Violation;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.metadata.BeanDescriptor;
import jakarta.validation.metadata.ConstraintDescriptor;
import jakarta.validation.metadata.PropertyDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Compares a reader's compiled rules with a validator of the annotations, by an event for each rule that breaks it. The rules
 * come from the validator's own knowledge of the records, so that one that is not compiled is missed.
 */
public final class RulesComparison {

    private final EventReader reader;
    private final Validator validator;
    private final long receivedAtMillis;

    /** By the validators' own clock, which is never before the moment at which the events are said to be received. */
    public RulesComparison(EventReader reader, ValidatorFactory validators) {
        this.reader = reader;
        this.validator = validators.getValidator();
        this.receivedAtMillis = validators.getClockProvider().getClock().millis();
    }

    /** A sentence for each rule about which the two differ; none is an empty list. */
    public List<String> differences() {
        List<String> differences = new ArrayList<>();
        for (EventType type : EventType.values()) {
            PlantedEvent valid = PlantedEvent.valid(type, receivedAtMillis);
            compare(type, valid, "no rule", Set::isEmpty, differences);
            for (Rules.Rule rule : stated(type)) {
                compare(
                        type,
                        valid.breaking(rule),
                        rule.violation().rule(),
                        broken -> broken.contains(withoutName(rule.violation())),
                        differences);
            }
        }
        return differences;
    }

    /** As the validator knows them. */
    private List<Rules.Rule> stated(EventType type) {
        List<Rules.Rule> rules = new ArrayList<>();
        for (Class<?> record : List.of(Common.class, type.record())) {
            BeanDescriptor bean = validator.getConstraintsForClass(record);
            for (PropertyDescriptor property : bean.getConstrainedProperties()) {
                Field field = Field.byJsonName(property.getPropertyName());
                if (field != null) {
                    add(type, field, property.getConstraintDescriptors(), rules);
                }
            }
            add(type, Field.USER_ID, bean.getConstraintDescriptors(), rules);
        }
        if (rules.isEmpty()) {
            throw new IllegalStateException(
                    "the validator knows no constraint of " + type.record().getName());
        }
        return rules;
    }

    private static void add(
            EventType type, Field field, Set<ConstraintDescriptor<?>> constraints, List<Rules.Rule> rules) {
        constraints.forEach(constraint -> rules.add(Rules.rule(type, field, constraint.getAnnotation(), null)));
    }

    private void compare(
            EventType type,
            PlantedEvent event,
            String name,
            Predicate<Set<List<String>>> isAsPlanted,
            List<String> differences) {
        Set<List<String>> compiled = compiled(type, event);
        Set<List<String>> stated = stated(event);
        if (!isAsPlanted.test(compiled)
                || !isAsPlanted.test(stated)
                || !pointers(compiled).equals(pointers(stated))) {
            differences.add("a " + type.id() + " that breaks " + name + ": the compiled rules say " + compiled
                    + ", and the validator " + stated);
        }
    }

    /** By the way of every event: a text that is too long has no further violation. */
    private Set<List<String>> compiled(EventType type, PlantedEvent event) {
        Reading reading = reader.read(type, event.json(), receivedAtMillis);
        Set<List<String>> broken = new HashSet<>();
        if (reading instanceof Reading.Invalid invalid) {
            invalid.violations().forEach(violation -> broken.add(withoutName(violation)));
        } else if (reading instanceof Reading.Malformed malformed) {
            broken.add(withoutName(malformed.violation()));
        }
        return broken;
    }

    private Set<List<String>> stated(PlantedEvent event) {
        Set<List<String>> broken = new HashSet<>();
        validator.validate(event.record()).forEach(violation -> {
            String property = "";
            for (Path.Node node : violation.getPropertyPath()) {
                property = node.getName();
            }
            broken.add(List.of("/" + property, violation.getMessage()));
        });
        return broken;
    }

    private static List<String> withoutName(Violation violation) {
        return List.of(violation.pointer(), violation.message());
    }

    private static Set<String> pointers(Set<List<String>> violations) {
        Set<String> pointers = new HashSet<>();
        violations.forEach(violation -> pointers.add(violation.get(0)));
        return pointers;
    }
}
