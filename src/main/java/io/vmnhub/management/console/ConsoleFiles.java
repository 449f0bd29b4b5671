// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of the console: {@code index.html} at the address of every page, the others and the libraries that they use
 * below {@code /console/}. They hold nothing secret and need no credential. The browser is told to run and to ask for
 * nothing but what comes from this port.
 */
public final class ConsoleFiles {

    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String[] PAGES = {
        "/",
        "/links",
        "/smscs",
        "/numbers",
        "/messages",
        "/messages/:id",
        "/applications",
        "/applications/:name",
        "/screening",
        "/routes",
        "/changes"
    };

    /** Libraries by the name that the console's modules import, and where their WebJars have them. */
    private static final Map<String, String[]> LIBRARIES = Map.of(
            "lib/lit-html.js", new String[] {"lit-html", "lit-html.js"},
            "lib/uplot.js", new String[] {"uplot", "dist/uPlot.esm.js"},
            "lib/uplot.css", new String[] {"uplot", "dist/uPlot.min.css"});

    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "html", "text/html; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, Content> loaded = new ConcurrentHashMap<>();

    private record Content(String type, Buffer octets, String tag) {}

    public void mount(Router router) {
        for (String page : PAGES) {
            router.get(page).handler(request -> send(request, "index.html"));
        }
        router.getWithRegex("/console/(?<file>(?:pages/|lib/)?[a-z][a-z0-9-]*\\.(?:js|css|svg))")
                .handler(request -> send(request, request.pathParam("file")));
    }

    private void send(RoutingContext request, String name) {
        Content known = loaded.get(name);
        if (known != null) {
            send(request, known);
            return;
        }
        request.vertx()
                .executeBlocking(() -> load(name), false)
                .onFailure(request::fail)
                .onSuccess(found -> found.ifPresentOrElse(
                        content -> {
                            loaded.put(name, content);
                            send(request, content);
                        },
                        () -> request.response().setStatusCode(404).end()));
    }

    private static void send(RoutingContext request, Content content) {
        request.response()
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cache-Control", "no-cache")
                .putHeader("ETag", content.tag());
        if (content.tag().equals(request.request().getHeader("If-None-Match"))) {
            request.response().setStatusCode(304).end();
        } else {
            request.response().putHeader("Content-Type", content.type()).end(content.octets());
        }
    }

    private static Optional<Content> load(String name) throws IOException {
        try (InputStream in = ConsoleFiles.class.getResourceAsStream(resource(name))) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] octets = in.readAllBytes();
            return Optional.of(new Content(
                    TYPES.get(name.substring(name.lastIndexOf('.') + 1)),
                    Buffer.buffer(octets),
                    '"'
                            + HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256").digest(octets), 0, 16)
                            + '"'));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String resource(String name) throws IOException {
        String[] library = LIBRARIES.get(name);
        return library == null
                ? "/console/" + name
                : "/META-INF/resources/webjars/" + library[0] + "/" + version(library[0]) + "/" + library[1];
    }

    /** As the WebJar itself has it. */
    private static String version(String library) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = ConsoleFiles.class.getResourceAsStream(
                "/META-INF/maven/org.webjars.npm/" + library + "/pom.properties")) {
            if (in == null) {
                throw new IOException("the WebJar of " + library + " is not on the class path");
            }
            properties.load(in);
        }
        return properties.getProperty("version");
    }
}
