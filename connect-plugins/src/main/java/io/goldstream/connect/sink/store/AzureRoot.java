package io.goldstream.connect.sink.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a lake on Azure is: {@code https://ACCOUNT.blob.core.windows.net/CONTAINER[/FOLDER]}. Everything is below it,
 * manifests and files alike, so that one container's access rules and life cycle hold for both.
 *
 * <p>On this machine, where Azurite is, the account is part of the path, and plain HTTP will do:
 * {@code http://127.0.0.1:10000/ACCOUNT/CONTAINER[/FOLDER]}.
 *
 * @param containerUrl the container's, with no slash at its end
 * @param account the storage account's name
 * @param folder the root's place in the container: empty, or with a slash at its end
 */
public record AzureRoot(String containerUrl, String account, String folder) {

    private static final Pattern CONTAINER = Pattern.compile("(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");
    private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9]{3,24}");
    private static final Set<String> HADOOPS = Set.of("abfs", "abfss", "wasb", "wasbs");
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost");
    private static final String FORM = "https://ACCOUNT.blob.core.windows.net/CONTAINER[/FOLDER]";

    /** @throws IllegalArgumentException if the URL is no container's, saying why; it never repeats a query, which may be a secret */
    public static AzureRoot parse(String url) {
        checkScheme(url.substring(0, Math.max(0, url.indexOf("://"))).toLowerCase(Locale.ROOT));
        URI uri = uri(url);
        String scheme = lowerCase(uri.getScheme());
        String host = lowerCase(uri.getHost());
        if (host == null || uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "is not of the form " + FORM + "; a SAS belongs into azure.secret, not into the URL");
        }
        boolean here = THIS_MACHINE.contains(host);
        if (!"https".equals(scheme) && !(here && "http".equals(scheme))) {
            throw new IllegalArgumentException(
                    "must begin with https:// - without TLS, secrets could be read on the way");
        }
        if (host.contains(".dfs.")) {
            throw new IllegalArgumentException(
                    "names the DFS endpoint; this sink speaks to the Blob endpoint: write .blob.");
        }
        String[] parts = uri.getPath().replaceFirst("^/", "").split("/", here ? 3 : 2);
        String account = here ? parts[0] : host.substring(0, (host + ".").indexOf('.'));
        String container = parts.length > (here ? 1 : 0) ? parts[here ? 1 : 0] : "";
        String folder = parts.length > (here ? 2 : 1) ? parts[here ? 2 : 1] : "";
        if (!ACCOUNT.matcher(account).matches() || !CONTAINER.matcher(container).matches()) {
            throw new IllegalArgumentException("names no account and container: write " + FORM);
        }
        String origin = scheme + "://" + lowerCase(uri.getRawAuthority());
        return new AzureRoot(origin + "/" + (here ? account + "/" : "") + container, account, asFolder(folder));
    }

    private static void checkScheme(String scheme) {
        if (HADOOPS.contains(scheme)) {
            throw new IllegalArgumentException("is a name that Hadoop and Trino use: for " + scheme
                    + "://CONTAINER@ACCOUNT.dfs.core.windows.net/FOLDER write " + FORM);
        }
        if (!scheme.isEmpty() && !scheme.startsWith("http")) {
            throw new IllegalArgumentException(
                    "this sink cannot write to " + scheme + "://: write an absolute folder or " + FORM);
        }
    }

    /** The name, in the container, of the blob at a path relative to the root. */
    String blobName(String path) {
        requireInside(path);
        return folder + path;
    }

    /** Where that path is, as an operator would look for it. */
    String url(String path) {
        return containerUrl + "/" + folder + path;
    }

    /** Scheme and host have no case of their own (RFC 3986). */
    private static String lowerCase(String part) {
        return part == null ? null : part.toLowerCase(Locale.ROOT);
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            // The exception's own message repeats the URL.
            throw new IllegalArgumentException("is not a URL: " + e.getReason());
        }
    }

    private static String asFolder(String path) {
        String folder = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (folder.isEmpty()) {
            return "";
        }
        requireInside(folder);
        return folder + "/";
    }

    /** Storage resolves dots as a file system does, so a path could leave its folder. */
    private static void requireInside(String path) {
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new IllegalArgumentException("the path " + path
                        + " leads out of its folder, or has an empty part or a dot as a part: leave these out");
            }
        }
    }
}
