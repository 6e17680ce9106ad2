package io.goldstream.cli.endpoint;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Where a command works. An option overrides a variable, and a variable overrides a profile. If the user does not name the
 * built-in profile, it applies only if no address is named, so a command never mixes its addresses with those of another
 * place. A profile's secret is used only with the address from the same profile.
 */
public final class Place {

    /** The option by which a profile is named. */
    public static final String PROFILE = "--profile";

    /** In the environment: the profile, where no option names one. */
    public static final String VARIABLE = "GOLDSTREAM_PROFILE";

    private static final Profile NOTHING = new Profile() {
        @Override
        public boolean names(Setting setting) {
            return false;
        }

        @Override
        public Optional<String> value(Setting setting) {
            return Optional.empty();
        }
    };

    private final CommandLine command;
    private final Surroundings surroundings;
    private final Profile profile;
    private final boolean isBuiltIn;

    /** Whether the built-in profile was chosen by its option, which names all addresses at once. */
    private final boolean isChosen;

    private Place(CommandLine command, Surroundings surroundings) {
        this.command = command;
        this.surroundings = surroundings;
        Optional<BuiltIn> builtIn = surroundings.builtIn();
        Optional<String> which = builtIn.flatMap(local -> given(local.option()));
        Optional<String> name = given(PROFILE).or(() -> which.isPresent() ? Optional.empty() : environment(VARIABLE));
        boolean isAddressGiven = addresses().anyMatch(setting -> given(setting).isPresent());
        boolean isAddressSet =
                addresses().anyMatch(setting -> environment(setting.variable()).isPresent());
        boolean isNamed = name.isPresent() && name.equals(builtIn.map(BuiltIn::name));
        if (name.isPresent() && !isNamed) {
            if (which.isPresent()) {
                throw new ParameterException(
                        command,
                        builtIn.get().option() + " and " + PROFILE + " " + name.get()
                                + " name different installations: leave one out");
            }
            profile = FileProfile.named(name.get(), surroundings.environment());
            isBuiltIn = false;
        } else {
            isBuiltIn = builtIn.isPresent() && (isNamed || !isAddressGiven && (which.isPresent() || !isAddressSet));
            profile = isBuiltIn ? builtIn.get().open(which) : NOTHING;
        }
        isChosen = isBuiltIn && which.isPresent();
    }

    /** @param command what was called; its root is {@link Surroundings} */
    public static Place of(CommandSpec command) {
        return new Place(command.commandLine(), (Surroundings) command.root().userObject());
    }

    private static Stream<Setting> addresses() {
        return Arrays.stream(Setting.values()).filter(Setting::isAddress);
    }

    /** Whether anything says this. */
    public boolean names(Setting setting) {
        return direct(setting).isPresent() || asksProfile(setting) && profile.names(setting);
    }

    /** Whether an option or the environment says this. */
    public boolean isGiven(Setting setting) {
        return direct(setting).isPresent();
    }

    /** What says it first, in their order. */
    public Optional<String> find(Setting setting) throws IOException {
        Optional<String> direct = direct(setting);
        return direct.isPresent() || !asksProfile(setting) ? direct : profile.value(setting);
    }

    /** The same, whatever an option says: of one whose name is another's in a command. */
    public Optional<String> standing(Setting setting) throws IOException {
        Optional<String> set = isProfilesOwn(setting) ? Optional.empty() : environment(setting.variable());
        return set.isPresent() ? set : profile.value(setting);
    }

    /** The same of what a command cannot do without: where nothing says it, that is wrong usage. */
    public String need(Setting setting) throws IOException {
        return find(setting)
                .orElseThrow(() -> new ParameterException(command, "no " + setting.what() + ": " + setting.ways()));
    }

    /** An address without a slash at its end. */
    public String address(Setting setting) throws IOException {
        return need(setting).replaceFirst("/+$", "");
    }

    /** The same of a server that is asked by HTTP. */
    public String url(Setting setting) throws IOException {
        String address = address(setting);
        if (!isHttp(address)) {
            throw wrong(setting, "is no address such as http://127.0.0.1:9080: " + need(setting));
        }
        return address;
    }

    private static boolean isHttp(String address) {
        try {
            URI uri = new URI(address);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (URISyntaxException wrong) {
            return false;
        }
    }

    /** What says what neither an option nor the environment does. */
    public Profile profile() {
        return profile;
    }

    /** Whether the built-in profile speaks. */
    public boolean isBuiltIn() {
        return isBuiltIn;
    }

    /** Whether what is at an address is known to be stopped. */
    public boolean isStopped(Setting address) throws IOException {
        return !isGiven(address) && profile.isStopped(address);
    }

    /** The servers of the profile, where it runs them itself. */
    public List<Profile.ServerState> servers() throws IOException {
        return profile.servers();
    }

    /** What of the profile's own servers does not run. */
    public Optional<String> failure() throws IOException {
        return profile.failure();
    }

    /** Where files are written that nobody names a place for. */
    public Path folder() {
        return profile.folder();
    }

    /** What is wrong with a setting's value, as wrong usage. */
    public ParameterException wrong(Setting setting, String problem) {
        return new ParameterException(command, said(setting) + ": " + problem);
    }

    /** Where a setting comes from, as a user would look for it. */
    private String said(Setting setting) {
        if (given(setting).isPresent()) {
            return setting.option().orElseThrow();
        }
        return direct(setting).isPresent() ? setting.variable() : "the profile's " + setting.key();
    }

    private boolean asksProfile(Setting setting) {
        return setting.address().map(this::direct).flatMap(address -> address).isEmpty();
    }

    private Optional<String> direct(Setting setting) {
        return given(setting).or(() -> isProfilesOwn(setting) ? Optional.empty() : environment(setting.variable()));
    }

    /** Whether the built-in profile knows it better than the environment. */
    private boolean isProfilesOwn(Setting setting) {
        return isChosen && setting.isAddress() || isBuiltIn && setting == Setting.GENERATION;
    }

    private Optional<String> environment(String variable) {
        return Optional.ofNullable(surroundings.environment().apply(variable)).filter(value -> !value.isEmpty());
    }

    private Optional<String> given(Setting setting) {
        return setting.option().flatMap(this::given);
    }

    /** As it stands on the command line, of the command itself or of one above it. */
    private Optional<String> given(String option) {
        for (CommandLine line = command; line != null; line = line.getParent()) {
            OptionSpec matched =
                    line.getParseResult() == null ? null : line.getParseResult().matchedOption(option);
            if (matched != null) {
                return Optional.of(matched.originalStringValues().getLast());
            }
        }
        return Optional.empty();
    }
}
