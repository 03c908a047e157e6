using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Mvc.Testing;

namespace NotifyPortal.Tests.Support;

/// <summary>A browser without scripts: keeps its cookies, fills in real forms with their hidden fields, follows nothing by itself.</summary>
public sealed class PortalBrowser : IDisposable
{
    public const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0";
    public const string Safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

    public PortalBrowser(WebApplicationFactory<Program> app, string userAgent = Firefox)
        : this(app.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false }), userAgent)
    {
    }

    /// <param name="http">Keeps cookies and follows nothing.</param>
    /// <param name="userAgent">What it calls itself.</param>
    public PortalBrowser(HttpClient http, string userAgent = Firefox)
    {
        Http = http;
        Http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);
        Http.DefaultRequestHeaders.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
    }

    /// <summary>Plain requests with this browser's cookies.</summary>
    public HttpClient Http { get; }

    /// <summary>A browser in which this account has just signed in through the form.</summary>
    public static async Task<PortalBrowser> SignedInAsync(WebApplicationFactory<Program> app, string email, string password = PortalApp.Password, string userAgent = Firefox)
    {
        var browser = new PortalBrowser(app, userAgent);
        var answer = await browser.SignInAsync(email, password);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);

        return browser;
    }

    public Task<HttpResponseMessage> SignInAsync(string email, string password = PortalApp.Password, string path = "/Account/Login") =>
        SubmitAsync(path, "login", ("Input.Email", email), ("Input.Password", password));

    public async Task SignOutAsync()
    {
        var form = (await OpenAsync("/Account/Manage")).QuerySelector<IHtmlFormElement>("form[action='/Account/Logout']")!;
        await PostAsync("/Account/Logout", form);
    }

    /// <summary>Whether a page that needs a sign-in opens.</summary>
    public async Task<bool> IsSignedInAsync() => (await Http.GetAsync("/Account/Manage")).StatusCode == HttpStatusCode.OK;

    /// <summary>Opens a page; it must be one.</summary>
    public async Task<IHtmlDocument> OpenAsync(string path)
    {
        var answer = await Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        return await ReadAsync(answer);
    }

    /// <summary>Opens a page and sends the form of that name with these fields.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string path, string handler, params IEnumerable<(string Name, string Value)> fields)
    {
        var page = await OpenAsync(path);
        var form = page.QuerySelectorAll<IHtmlFormElement>("form").Single(f => f.QuerySelector($"input[name=_handler][value='{handler}']") is not null);

        return await PostAsync(form.GetAttribute("action") is { Length: > 0 } action ? action : path, form, fields);
    }

    public static async Task<IHtmlDocument> ReadAsync(HttpResponseMessage answer) =>
        await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());

    public void Dispose() => Http.Dispose();

    private Task<HttpResponseMessage> PostAsync(string action, IHtmlFormElement form, params IEnumerable<(string Name, string Value)> fields)
    {
        var values = form.QuerySelectorAll<IHtmlInputElement>("input[type=hidden]").Select(i => KeyValuePair.Create(i.Name!, i.Value))
            .Concat(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

        return Http.PostAsync(action, new FormUrlEncodedContent(values));
    }
}
