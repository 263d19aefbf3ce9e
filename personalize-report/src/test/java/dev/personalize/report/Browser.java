package dev.personalize.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A headless Chromium, told what to do over its DevTools protocol. For one thread. */
final class Browser {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LISTENING = "DevTools listening on ";
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> arrived = new LinkedBlockingQueue<>();
    private final List<JsonNode> events = new ArrayList<>();
    private final String session;
    private int lastId;

    /** {@return where Chromium is, if it is on this machine} */
    static Optional<Path> find() {
        return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":"))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param profile an empty folder */
    Browser(Path executable, Path profile) throws IOException, InterruptedException {
        process = new ProcessBuilder(
                        executable.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-dev-shm-usage",
                        "--user-data-dir=" + profile,
                        "--remote-debugging-port=0",
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address(process)), new Listener())
                .join();
        String target = call("Target.createTarget", JSON.createObjectNode().put("url", "about:blank"), null)
                .path("targetId")
                .asText();
        session = call(
                        "Target.attachToTarget",
                        JSON.createObjectNode().put("targetId", target).put("flatten", true),
                        null)
                .path("sessionId")
                .asText();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", JSON.createObjectNode());
        }
    }

    private static String address(Process process) throws IOException {
        BufferedReader errors =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        for (String line = errors.readLine(); line != null; line = errors.readLine()) {
            if (line.startsWith(LISTENING)) {
                Thread drain = new Thread(() -> errors.lines().forEach(more -> {}));
                drain.setDaemon(true);
                drain.start();
                return line.substring(LISTENING.length());
            }
        }
        throw new IOException("Chromium ended with " + process.exitValue() + " before it listened");
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                try {
                    arrived.add(JSON.readTree(message.toString()));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                message.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    private JsonNode call(String method, ObjectNode parameters) throws InterruptedException {
        return call(method, parameters, session);
    }

    private JsonNode call(String method, ObjectNode parameters, @Nullable String sessionId)
            throws InterruptedException {
        ObjectNode message = JSON.createObjectNode().put("id", ++lastId).put("method", method);
        message.set("params", parameters);
        if (sessionId != null) {
            message.put("sessionId", sessionId);
        }
        socket.sendText(message.toString(), true).join();
        while (true) {
            JsonNode answer = next();
            if (answer.path("id").asInt() == lastId) {
                if (answer.has("error")) {
                    throw new IllegalStateException(method + ": " + answer.path("error"));
                }
                return answer.path("result");
            }
            events.add(answer);
        }
    }

    private JsonNode next() throws InterruptedException {
        JsonNode answer = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (answer == null) {
            throw new IllegalStateException("Chromium is silent for " + PATIENCE_SECONDS + " s");
        }
        return answer;
    }

    /** Opens a page as a screen of this width shows it, and waits until it is loaded. */
    void open(Path page, int width, boolean dark) throws InterruptedException {
        events.clear();
        call(
                "Emulation.setDeviceMetricsOverride",
                JSON.createObjectNode()
                        .put("width", width)
                        .put("height", 900)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", width < 600));
        ObjectNode media = JSON.createObjectNode();
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", dark ? "dark" : "light");
        call("Emulation.setEmulatedMedia", media);
        call("Page.navigate", JSON.createObjectNode().put("url", page.toUri().toString()));
        while (events.stream().noneMatch(event -> event.path("method").asText().equals("Page.loadEventFired"))) {
            events.add(next());
        }
    }

    /** {@return the value of a JavaScript expression in the page} */
    JsonNode evaluate(String expression) throws InterruptedException {
        JsonNode result = call(
                "Runtime.evaluate",
                JSON.createObjectNode().put("expression", expression).put("returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(result.path("exceptionDetails").toString());
        }
        return result.path("result").path("value");
    }

    /** {@return what the console shows since the page was opened} */
    List<String> console() {
        return texts("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled");
    }

    /** {@return addresses asked for since the page was opened} */
    List<String> requests() {
        return events.stream()
                .filter(event -> event.path("method").asText().equals("Network.requestWillBeSent"))
                .map(event -> event.path("params").path("request").path("url").asText())
                .toList();
    }

    private List<String> texts(String... methods) {
        return events.stream()
                .filter(event -> List.of(methods).contains(event.path("method").asText()))
                .map(JsonNode::toString)
                .toList();
    }

    /** Ends it. */
    void close() throws InterruptedException {
        socket.abort();
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
